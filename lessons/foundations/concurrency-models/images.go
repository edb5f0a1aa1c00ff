package images

import (
	"context"
	"fmt"
	"golang.org/x/sync/errgroup"
	"net/http"
	"net/url"
)

type Handler struct {
	client *http.Client // Timeout: 2 * time.Second
	store  string
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g, ctx := errgroup.WithContext(r.Context())
	for _, name := range r.URL.Query()["name"] {
		g.Go(func() error { return h.check(ctx, name) })
	}
	if err := g.Wait(); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func (h *Handler) check(ctx context.Context, name string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, h.store+url.PathEscape(name), nil)
	if err != nil {
		return err
	}
	res, err := h.client.Do(req)
	if err != nil {
		return err
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("image %s: status %d", name, res.StatusCode)
	}
	return nil
}
