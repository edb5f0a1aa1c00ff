package imports

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
)

type PriceImport struct {
	store func(ctx context.Context, rows [][]string) error
}

// ServeHTTP takes a supplier's price list: lines of article number and cents.
func (p *PriceImport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cannot read the list", http.StatusBadRequest)
		return
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		http.Error(w, "not a price list", http.StatusBadRequest)
		return
	}
	if err := p.store(r.Context(), rows); err != nil {
		http.Error(w, "prices not stored", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
