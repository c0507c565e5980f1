package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// A backup is: backupMagic, then frames of a length (4 bytes, big end first),
// so many bytes, and the first 8 bytes of the SHA-256 of all framed bytes so
// far; then a frame of length 0 and the whole SHA-256. What is inside the frames
// is Badger's own backup stream. Badger trusts the lengths in it, so each frame
// is checked before Badger sees it.
const (
	backupMagic = "pierce backup 1\n"
	frameBytes  = 64 << 10
	frameSum    = 8
)

// framer writes frames and sums what it framed.
type framer struct {
	w   io.Writer
	sum hash.Hash
}

func (f *framer) Write(p []byte) (int, error) {
	for at := 0; at < len(p); at += frameBytes {
		part := p[at:min(len(p), at+frameBytes)]
		f.sum.Write(part)
		if err := f.frame(part); err != nil {
			return at, err
		}
		if _, err := f.w.Write(f.sum.Sum(nil)[:frameSum]); err != nil {
			return at, err
		}
	}
	return len(p), nil
}

func (f *framer) frame(part []byte) error {
	if _, err := f.w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part)))); err != nil {
		return err
	}
	_, err := f.w.Write(part)
	return err
}

// Backup writes everything that the store holds, as it is when it is called,
// with a checksum. Since is 0, or what an earlier Backup gave: then only what
// was written after it goes out, and Restore takes it only on top of that one.
// It gives the number to begin the next backup from.
func (s *Store) Backup(w io.Writer, since uint64) (uint64, error) {
	const op = "store.Backup"
	out := bufio.NewWriterSize(w, 1<<20)
	if _, err := out.WriteString(backupMagic); err != nil {
		return 0, wrap(op, "", err)
	}
	f := &framer{w: out, sum: sha256.New()}
	buf := bufio.NewWriterSize(f, frameBytes)
	if _, err := buf.Write(number(since)); err != nil {
		return 0, wrap(op, "", err)
	}
	next, err := s.db.Backup(buf, since)
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		err = f.frame(nil)
	}
	if err == nil {
		_, err = out.Write(f.sum.Sum(nil))
	}
	if err == nil {
		err = out.Flush()
	}
	return next, wrap(op, "", err)
}

// deframer reads frames and checks the sum at their end.
type deframer struct {
	r    io.Reader
	sum  hash.Hash
	left []byte
	end  bool
}

func (d *deframer) Read(p []byte) (int, error) {
	for len(d.left) == 0 {
		if d.end {
			return 0, io.EOF
		}
		if err := d.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.left)
	d.left = d.left[n:]
	return n, nil
}

func (d *deframer) next() error {
	var head [4]byte
	if _, err := io.ReadFull(d.r, head[:]); err != nil {
		return cut(err)
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > frameBytes {
		return corrupt("backup: a frame of %d bytes", n)
	}
	if n == 0 {
		var want [sha256.Size]byte
		if _, err := io.ReadFull(d.r, want[:]); err != nil {
			return cut(err)
		}
		if !bytes.Equal(want[:], d.sum.Sum(nil)) {
			return corrupt("backup: the checksum differs")
		}
		d.end = true
		return nil
	}
	frame := make([]byte, n+frameSum)
	if _, err := io.ReadFull(d.r, frame); err != nil {
		return cut(err)
	}
	d.sum.Write(frame[:n])
	if !bytes.Equal(frame[n:], d.sum.Sum(nil)[:frameSum]) {
		return corrupt("backup: the checksum differs")
	}
	d.left = frame[:n]
	return nil
}

func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return corrupt("backup: cut short")
	}
	return err
}

// restorePending is how many of Badger's write batches a restore keeps in
// flight; 16 of up to 10 MB bound its memory.
const restorePending = 16

// Restore reads a backup that was begun from 0 into an empty store. A backup
// that is cut short, damaged or of another format is Corrupt, and the store is
// left empty. The error is Exists where the store is not empty. Nobody else may
// use the store meanwhile.
func (s *Store) Restore(r io.Reader) error {
	const op = "store.Restore"
	if err := s.checkEmpty(); err != nil {
		return wrap(op, s.dir, err)
	}
	in := bufio.NewReaderSize(r, 1<<20)
	head := make([]byte, len(backupMagic))
	switch n, err := io.ReadFull(in, head); {
	case errors.Is(err, io.EOF):
		return wrap(op, "", corrupt("not a backup: it is empty"))
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return &engine.Error{Op: op, Code: engine.Invalid, Err: fmt.Errorf("the backup cannot be read: %w", err), Hint: "name the file that pierce backup wrote"}
	case string(head[:n]) != backupMagic:
		return wrap(op, "", corrupt("not a backup of this version: begins with %q", head[:n]))
	}
	d := &deframer{r: in, sum: sha256.New()}
	err := s.restore(d)
	if err != nil {
		err = errors.Join(err, s.wipe())
	}
	s.cat.Store(newCatalog(map[uint64]loadRow{}))
	s.seq.Store(0)
	s.gen.Store(0)
	return wrap(op, "", errors.Join(err, s.start()))
}

// wipe leaves an empty database. After a Load that failed Badger waits for
// ever on its next read, so the database is opened anew.
func (s *Store) wipe() error {
	err := errors.Join(s.db.DropAll(), s.db.Close())
	db, again := badger.Open(s.opts)
	if again == nil {
		s.db = db
	}
	return errors.Join(err, again)
}

func (s *Store) restore(d *deframer) error {
	var since [8]byte
	if _, err := io.ReadFull(d, since[:]); err != nil {
		return err
	}
	if n := binary.BigEndian.Uint64(since[:]); n != 0 {
		return invalid("", "", "the backup holds only what came after %d of another one", n)
	}
	if err := s.db.Load(d, restorePending); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, d); err != nil { // to the checksum
		return err
	}
	if _, err := io.ReadFull(d.r, make([]byte, 1)); err == nil {
		return corrupt("backup: something follows its end")
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// checkEmpty refuses a store that holds more than its format.
func (s *Store) checkEmpty() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range Families() {
		if f.Prefix[0] == keyMeta {
			continue
		}
		none, err := s.noKeys([]byte{f.Prefix[0]})
		if err != nil {
			return err
		}
		if !none {
			return &engine.Error{Code: engine.Exists, Err: errors.New("the store is not empty"), Hint: "restore into a new folder"}
		}
	}
	return nil
}
