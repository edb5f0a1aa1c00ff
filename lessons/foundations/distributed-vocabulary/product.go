package shop

import (
	"encoding/json"
	"log"
	"net/http"
	"net/url"
)

type Product struct {
	Name    string   `json:"name"`
	Cents   int      `json:"cents"`
	Similar []string `json:"similar"`
}

var find func(id string) (Product, error) // in the shop's own database

// Show answers with a product and what is bought with it.
func Show(w http.ResponseWriter, r *http.Request) {
	product, err := find(r.PathValue("id"))
	if err == nil {
		product.Similar, err = similar(r.PathValue("id"))
	}
	if err != nil {
		log.Print(err)
		http.Error(w, "try again later", http.StatusBadGateway)
		return
	}
	json.NewEncoder(w).Encode(product)
}

func similar(id string) (ids []string, err error) {
	resp, err := http.Get("http://recommend.internal/similar/" + url.PathEscape(id))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&ids)
	return ids, err
}
