package shop

import (
	"context"
	"html/template"
	"log"
	"net/http"
)

type Customer struct {
	Name  string
	Email string
}

type Sessions interface {
	Customer(ctx context.Context, session string) (Customer, bool)
}

var page = template.Must(template.New("account").Parse(
	"<h1>Hello {{.Name}}</h1><p>Receipts go to {{.Email}}.</p>\n"))

// Account shows customers their own page.
func Account(sessions Sessions) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("session")
		if err != nil {
			http.Redirect(w, r, "/login", http.StatusFound)
			return
		}
		customer, ok := sessions.Customer(r.Context(), cookie.Value)
		if !ok {
			http.Redirect(w, r, "/login", http.StatusFound)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=300")
		if err := page.Execute(w, customer); err != nil {
			log.Print(err)
		}
	}
}
