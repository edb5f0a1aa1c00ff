package shop

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type Product struct {
	ID    int32
	Name  string
	Cents int32
}

type Server struct{ pool *pgxpool.Pool }

func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	statement := fmt.Sprintf(
		"SELECT id, name, cents FROM products WHERE listed AND name ILIKE '%%%s%%' LIMIT 20",
		r.FormValue("q"),
	)
	rows, err := s.pool.Query(r.Context(), statement)
	if err != nil {
		http.Error(w, "search failed", http.StatusInternalServerError)
		return
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[Product])
	if err != nil {
		http.Error(w, "search failed", http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(found)
}
