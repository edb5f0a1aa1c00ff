// Package worker settles what the desk has sold.
package worker

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Payouts pays organisers out of a bounded pool of connections.
type Payouts struct {
	pool *pgxpool.Pool
}

// Settle marks one payout as paid. It finishes even when whoever asked for it is gone.
func (p *Payouts) Settle(id int64) error {
	ctx := context.Background()
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()

	_, err = conn.Exec(ctx, "UPDATE payouts SET paid_at = now() WHERE id = $1", id)
	return err
}
