package app

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Token is a key to the server. Of its secret only the hash is kept; the secret
// has 160 bits of chance, so that a plain hash cannot be tried through.
type Token struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"` // who has it; unique among those in force
	Rights  []Right `json:"rights"`
	Made    string  `json:"made"`              // RFC 3339, UTC
	Until   string  `json:"until,omitempty"`   // the same; not valid from then on
	Revoked string  `json:"revoked,omitempty"` // the same
}

// keptToken is a token as it stands in the file.
type keptToken struct {
	Token
	Hash string `json:"hash"` // SHA-256 of the secret, in hexadecimal
}

// InForce reports whether a token may be used at a time.
func (t *Token) InForce(now time.Time) bool {
	return t.Revoked == "" && (t.Until == "" || now.UTC().Format(time.RFC3339) < t.Until)
}

// tokens is the file of a data folder's tokens. It stands beside the store, so
// that no copy of the store takes the keys along.
type tokens struct {
	mu   sync.Mutex
	path string
	read bool
	all  []keptToken
}

// load reads the file once; the process that holds the folder alone writes it.
func (t *tokens) load() error {
	if t.read {
		return nil
	}
	b, err := os.ReadFile(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		t.read = true
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &t.all); err != nil {
		return &engine.Error{Op: "token", ID: t.path, Code: engine.Corrupt, Err: err, Hint: "remove the file and make the tokens anew"}
	}
	t.read = true
	return nil
}

// save writes the file beside its name and renames it.
func (t *tokens) save(all []keptToken) error {
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(t.path), ".tokens-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where all went well
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), t.path); err != nil {
		return err
	}
	t.all = all
	return nil
}

// tokenPrefix begins every token, so that one that leaks into a text is found.
const tokenPrefix = "pierce_"

var tokenLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: the process ends first
	return strings.ToLower(tokenLetters.EncodeToString(b))
}

func secretHash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// AddToken makes a token and gives what its owner must show; that is kept
// nowhere. A zero until is for ever. The error is Exists where a token of the
// name is in force, Invalid where name or rights are missing.
func (a *App) AddToken(name string, rights []Right, until time.Time) (secret string, made Token, err error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 || name == localName {
		return "", made, &engine.Error{Op: "token", ID: name, Code: engine.Invalid, Err: fmt.Errorf("want a name of 1 to 200 bytes other than %q", localName)}
	}
	if len(rights) == 0 {
		return "", made, &engine.Error{Op: "token", ID: name, Code: engine.Invalid, Err: errors.New("want at least one right")}
	}
	for _, r := range rights {
		if !slices.Contains(Rights(), r) {
			return "", made, &engine.Error{Op: "token", ID: name, Code: engine.Invalid, Err: fmt.Errorf("got the right %q, want read, screen or judge", r)}
		}
	}
	a.tokens.mu.Lock()
	defer a.tokens.mu.Unlock()
	if err := a.tokens.load(); err != nil {
		return "", made, err
	}
	now := a.now()
	for i := range a.tokens.all {
		if t := &a.tokens.all[i].Token; t.Name == name && t.InForce(now) {
			return "", made, &engine.Error{Op: "token", ID: name, Code: engine.Exists, Hint: "pierce token revoke " + t.ID + " ends it"}
		}
	}
	made = Token{ID: random(5), Name: name, Rights: slices.Clone(rights), Made: now.UTC().Format(time.RFC3339)}
	if !until.IsZero() {
		made.Until = until.UTC().Format(time.RFC3339)
	}
	secret = tokenPrefix + made.ID + "_" + random(20)
	return secret, made, a.tokens.save(append(slices.Clone(a.tokens.all), keptToken{made, secretHash(secret)}))
}

// Tokens are all tokens, oldest first, those not in force among them.
func (a *App) Tokens() ([]Token, error) {
	a.tokens.mu.Lock()
	defer a.tokens.mu.Unlock()
	err := a.tokens.load()
	out := make([]Token, len(a.tokens.all))
	for i := range a.tokens.all {
		out[i] = a.tokens.all[i].Token
	}
	return out, err
}

// RevokeToken ends a token at once, by its id, or by its name if it is in force.
func (a *App) RevokeToken(ref string) (Token, error) {
	a.tokens.mu.Lock()
	defer a.tokens.mu.Unlock()
	if err := a.tokens.load(); err != nil {
		return Token{}, err
	}
	now := a.now()
	all := slices.Clone(a.tokens.all)
	for i := range all {
		t := &all[i].Token
		if t.Revoked == "" && (t.ID == ref || t.Name == ref && t.InForce(now)) {
			t.Revoked = now.UTC().Format(time.RFC3339)
			return *t, a.tokens.save(all)
		}
	}
	return Token{}, &engine.Error{Op: "token", ID: ref, Code: engine.NotFound, Err: errors.New("no token of that id or name is in force"), Hint: "pierce token list"}
}

// localName is the name of a caller on this machine without a token.
const localName = "local"

// Local is a caller on this machine without a token, who may do everything: the
// one who may read the data folder itself.
func Local() Caller { return Caller{Name: localName, Rights: Rights()} }

// Caller is who shows a secret; false where it opens nothing.
func (a *App) Caller(secret string) (Caller, bool) {
	id, _, ok := strings.Cut(strings.TrimPrefix(secret, tokenPrefix), "_")
	if !ok || !strings.HasPrefix(secret, tokenPrefix) {
		return Caller{}, false
	}
	a.tokens.mu.Lock()
	defer a.tokens.mu.Unlock()
	if a.tokens.load() != nil {
		return Caller{}, false
	}
	sum := []byte(secretHash(secret))
	for i := range a.tokens.all {
		t := &a.tokens.all[i]
		if t.ID == id && subtle.ConstantTimeCompare(sum, []byte(t.Hash)) == 1 && t.InForce(a.now()) {
			return Caller{Name: t.Name, Token: t.ID, Rights: t.Rights}, true
		}
	}
	return Caller{}, false
}
