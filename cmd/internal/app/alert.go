package app

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

func alertID(screening string, number uint64) string { return fmt.Sprintf("%s/%d", screening, number) }

// Alerts are the alerts of a screening, or where name is empty of all, in the
// order in which they came; the acknowledged ones only where all is set.
func (a *App) Alerts(name string, all bool) ([]Alert, error) {
	names := []string{name}
	if name == "" {
		names = nil
		heads, err := a.Store.Screenings()
		if err != nil {
			return nil, err
		}
		for i := range heads {
			names = append(names, heads[i].Name)
		}
	}
	out := []Alert{}
	for _, n := range names {
		err := a.eachAlert(n, func(al *Alert) error {
			if all || al.Ack == nil {
				out = append(out, *al)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *App) eachAlert(screening string, yield func(*Alert) error) error {
	return a.Store.Alerts(screening, func(s store.Alert) error {
		var al Alert
		if err := cbor.Unmarshal(s.Body, &al); err != nil {
			return &engine.Error{Op: "alerts", ID: alertID(screening, s.Number), Code: engine.Corrupt, Err: err}
		}
		al.ID = alertID(screening, s.Number)
		if s.AckAt != "" {
			al.Ack = &Acknowledgement{By: s.AckBy, At: s.AckAt, Why: s.AckWhy}
		}
		return yield(&al)
	})
}

// Acknowledge writes a person's word on an alert. From then on the line stays
// quiet until it says more than it did in the alert. NotFound where there is no
// such alert, Invalid where by or why is missing, Exists where it is
// acknowledged already.
func (a *App) Acknowledge(id, by, why string) error {
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	at := strings.LastIndexByte(id, '/')
	if at > 0 {
		if n, err := strconv.ParseUint(id[at+1:], 10, 64); err == nil {
			return a.Store.Acknowledge(id[:at], n, by, why)
		}
	}
	return &engine.Error{Op: "alert", ID: id, Code: engine.NotFound, Err: errors.New("no such alert"), Hint: "pierce alert list shows their ids, as manifest/3"}
}
