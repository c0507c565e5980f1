package api

import (
	"html/template"
	"net/http"
)

// loginPage asks a person for a token.
var loginPage = template.Must(template.New("login").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>pierce: token</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.3rem 0}</style></head>
<body><main><h1>pierce</h1>{{if .}}<p role="alert">{{.}}</p>{{end}}<form method="post" action="/login"><label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus><button>Go in</button></form>
<p>Whoever runs this server makes one with <code>pierce token add</code>.</p></main></body></html>
`))

// login registers where a person at a page shows a token, and takes it back.
func (s *Server) login() {
	open := route{body: 10_000, quiet: true}
	s.raw(http.MethodGet, "/login", open, func(w http.ResponseWriter, _ *http.Request) { writeLogin(w, http.StatusOK, "") })
	s.raw(http.MethodPost, "/login", open, func(w http.ResponseWriter, r *http.Request) {
		secret := r.PostFormValue("token")
		if _, ok := s.app.Caller(secret); !ok {
			writeLogin(w, http.StatusUnauthorized, "That token opens nothing: it is wrong, revoked or past its day.")
			return
		}
		s.keepCookie(w, secret, 0)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	s.raw(http.MethodPost, "/logout", open, func(w http.ResponseWriter, r *http.Request) {
		s.keepCookie(w, "", -1)
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	})
}

// keepCookie has the browser keep a token until it is closed, out of reach of
// scripts and of other sites.
func (s *Server) keepCookie(w http.ResponseWriter, secret string, age int) {
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.guard.Secure, SameSite: http.SameSiteStrictMode})
}

func writeLogin(w http.ResponseWriter, code int, said string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(code)
	_ = loginPage.Execute(w, said) // a client that went away needs no answer
}
