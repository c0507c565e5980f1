package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// TestMapHelp loads a table by the very maps that the help shows.
func TestMapHelp(t *testing.T) {
	tables := map[string]string{
		"csv":       "Ref,Name,Old name,Address,Country,UEN,Phones,Founded\n1,Quillon Ltd,Quill Ltd,1 Quay,SG,202318847K,1;2,02/06/2006\n",
		"shipments": "Waybill,Ship to,Ship to address,What,HTS\n1,Quillon Ltd,1 Quay,Rope,5607.50\n",
	}
	for name, help := range mapHelp {
		begin, end := strings.Index(help, "{"), strings.LastIndex(help, "}")
		f := newFolder(t)
		for file, text := range map[string]string{"map.json": help[begin : end+1], "table.csv": tables[name]} {
			if err := writeText(f.data+"/"+file, text); err != nil {
				t.Fatal(err)
			}
		}
		var out, errs bytes.Buffer
		args := []string{"--data", f.data, "ingest", "--as", name, "--strict", "--only-load", "--map", "map.json", "table.csv"}
		if code := f.h.serve(t.Context(), app.Request{Args: args, Dir: f.data}, strings.NewReader(""), &out, &errs); code != 0 {
			t.Errorf("pierce %v: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
	}
}
