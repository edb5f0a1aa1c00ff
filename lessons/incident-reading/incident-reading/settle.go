package checkout

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

type Service struct {
	pool     *pgxpool.Pool // pool_max_conns=50
	provider *http.Client  // &http.Client{}
	charges  string        // the provider's address
}

// Settle charges one order and records that it was paid.
func (s *Service) Settle(ctx context.Context, orderID int64) error {
	conn, err := s.pool.Acquire(context.Background())
	if err != nil {
		return err
	}
	defer conn.Release()
	var card string
	order := conn.QueryRow(ctx, "SELECT card_token FROM orders WHERE id = $1", orderID)
	if err := order.Scan(&card); err != nil {
		return err
	}
	resp, err := s.provider.Post(s.charges, "text/plain", strings.NewReader(card))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("provider answered %s", resp.Status)
	}
	_, err = conn.Exec(ctx, "UPDATE orders SET paid_at = now() WHERE id = $1", orderID)
	return err
}
