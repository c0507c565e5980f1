package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// wantCode fails unless err has the code and, where asked, a hint.
func wantCode(t *testing.T, call string, err error, code engine.Code, hint bool) {
	t.Helper()
	var e *engine.Error
	if !errors.As(err, &e) || !errors.Is(err, code) || e.Op == "" || hint && e.Hint == "" {
		t.Errorf("%s = %#v, want code %q, an Op and hint %v", call, err, code, hint)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(Options{})
	wantCode(t, "Open without a folder", err, engine.Invalid, false)
	_, err = Open(Options{Dir: dir, Existing: true})
	wantCode(t, "Open of an empty folder, Existing", err, engine.NotFound, true)

	s := openDir(t, dir)
	_, err = Open(Options{Dir: dir})
	wantCode(t, "second Open", err, engine.Locked, true)
	if err := s.db.Update(func(txn *badger.Txn) error { return txn.Set(metaKey(metaFormat), number(Format+1)) }); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("Close twice = %v", err)
	}
	_, err = Open(Options{Dir: dir})
	wantCode(t, "Open of another format", err, engine.Stale, true)

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Open(Options{Dir: file})
	wantCode(t, "Open of a file", err, engine.Invalid, true)

	dir = t.TempDir()
	s = openDir(t, dir)
	load(t, s, Load{Retrieved: day(1)}, company("1", "A"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "store", badger.ManifestFilename), []byte("garbage that is no manifest"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Open(Options{Dir: dir})
	wantCode(t, "Open with a broken manifest", err, engine.Corrupt, true)
}

func TestBackupAndRestore(t *testing.T) {
	s := open(t)
	load(t, s, Load{Retrieved: day(1), Full: true}, company("1", "A"), company("2", "B"))
	if _, err := s.AddJudgement(engine.Judgement{A: "d/1", B: "d/2", By: "me", Why: "seen"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	next, err := s.Backup(&b, 0)
	if err != nil || next == 0 {
		t.Fatalf("Backup = %d, %v", next, err)
	}
	copied := open(t)
	if err := copied.Restore(bytes.NewReader(b.Bytes())); err != nil {
		t.Fatal(err)
	}
	if r, err := copied.Verify(true); err != nil || !r.OK() || r.Records != 2 || copied.Seq() != s.Seq() {
		t.Errorf("Verify of the copy = %+v, %v", r, err)
	}
	if r, err := copied.Record("d/2"); err != nil || r.Parties[0].Name() != "B" {
		t.Errorf("Record of the copy = %v, %v", r, err)
	}
	load(t, copied, Load{Retrieved: day(2), Full: true}, company("1", "A2"), company("2", "B"))
	wantCode(t, "Restore into a store in use", copied.Restore(bytes.NewReader(b.Bytes())), engine.Exists, true)

	whole := b.Bytes()
	bads := map[string][]byte{"empty": nil, "cut": whole[:len(whole)-40], "longer": append(bytes.Clone(whole), 0), "other": []byte("not a backup at all")}
	for i := 0; i < len(whole); i += len(whole) / 9 {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 0x80
		bads[fmt.Sprint("flipped at ", i)] = flipped
	}
	folder, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	wantCode(t, "Restore of a folder", open(t).Restore(folder), engine.Invalid, true)
	if err := open(t).Restore(bytes.NewReader(nil)); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("Restore of nothing = %v, want it to say that it is empty", err)
	}
	for name, bad := range bads {
		fresh := open(t)
		err := fresh.Restore(bytes.NewReader(bad))
		wantCode(t, "Restore "+name, err, engine.Corrupt, false)
		load(t, fresh, Load{Retrieved: day(1)}, company("1", "A")) // still of use
		if r, err := fresh.Verify(true); err != nil || !r.OK() || r.Records != 1 {
			t.Errorf("Verify after Restore %s = %+v, %v", name, r, err)
		}
	}
}

func TestVerifySeesDamage(t *testing.T) {
	for name, damage := range map[string]func(txn *badger.Txn) error{
		"unknown family": func(txn *badger.Txn) error { return txn.Set([]byte("?x"), nil) },
		"posting gone": func(txn *badger.Txn) error {
			return txn.Delete(key2(keyOwned, engine.PartyID("d/1"), engine.RecordID("d/1")))
		},
		"posting astray": func(txn *badger.Txn) error {
			return txn.Set(key2(keyOwned, engine.PartyID("d/9"), engine.RecordID("d/1")), nil)
		},
		"change log":      func(txn *badger.Txn) error { return txn.Delete(keyN(keyChange, 1)) },
		"audit log":       func(txn *badger.Txn) error { return txn.Delete(keyN(keyAudit, 1)) },
		"judgement":       func(txn *badger.Txn) error { return txn.Delete(key1(keyJudgement, "j2")) },
		"sighting":        func(txn *badger.Txn) error { return txn.Set(versionPrefix("d/7"), []byte{1}) },
		"other content":   func(txn *badger.Txn) error { return setContent(txn, "d/1", "Z") },
		"entity alone":    func(txn *badger.Txn) error { return txn.Set(derivedKey(0, derMember, "d/1"), []byte("e1")) },
		"load gone":       func(txn *badger.Txn) error { return txn.Delete(keyN(keyLoad, 1)) },
		"cursor too far":  func(txn *badger.Txn) error { return txn.Set([]byte{keyCursor, 'x'}, number(99)) },
		"generation left": func(txn *badger.Txn) error { return txn.Set(derivedKey(9, derEntity, "e1"), nil) },
	} {
		s := open(t)
		r := company("1", "A")
		r.Interests = []engine.Interest{{Owner: "d/2", Owned: "d/1", Kind: engine.Shares}}
		load(t, s, Load{Retrieved: day(1)}, r)
		for range 2 {
			if _, err := s.AddJudgement(engine.Judgement{A: "d/1", B: "d/2", By: "me", Why: "seen"}); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := s.Verify(true); err != nil || !r.OK() {
			t.Fatalf("Verify before damage = %v, %v", r.Problems, err)
		}
		if err := s.db.Update(damage); err != nil {
			t.Fatal(err)
		}
		if cat, err := s.readCatalog(); err == nil {
			s.cat.Store(cat)
		}
		if r, err := s.Verify(true); err == nil && r.OK() {
			t.Errorf("%s: Verify(true) sees nothing", name)
		}
	}
}

// setContent writes another content under the key of a record's sighting.
func setContent(txn *badger.Txn, id engine.RecordID, name string) error {
	var key []byte
	if err := scan(txn, versionPrefix(id), false, func(k, _ []byte) error { key = bytes.Clone(k); return nil }); err != nil {
		return err
	}
	_, c, _ := splitVersionKey(key)
	var err error
	c.content, _, c.flags, err = encodeContent(company("1", name))
	c.flags |= hasContent
	if err != nil {
		return err
	}
	return txn.Set(key, c.value())
}
