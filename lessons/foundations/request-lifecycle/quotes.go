package main

import (
	"encoding/json"
	"log"
	"net/http"
)

type quote struct {
	Symbol string `json:"symbol"`
	Cents  int64  `json:"cents"`
}

func health(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNoContent)
}

func latest(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(quote{Symbol: r.PathValue("symbol"), Cents: 10150}); err != nil {
		log.Printf("quote not sent: %v", err)
	}
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", health)
	mux.HandleFunc("GET /quotes/{symbol}", latest)
	log.Fatal(http.ListenAndServe(":8080", mux))
}
