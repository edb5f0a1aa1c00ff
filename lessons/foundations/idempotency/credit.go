package ledger

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Credit adds a payment to an account. Both tables live in one database, and
// the caller commits tx when Credit returns nil, and answers 200 after that.
func Credit(ctx context.Context, tx pgx.Tx, eventID, account string, cents int64) error {
	var seen bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM processed_events WHERE event_id = $1)`, eventID).Scan(&seen)
	if err != nil {
		return err
	}
	if seen {
		return nil
	}
	if _, err := tx.Exec(ctx, `INSERT INTO processed_events (event_id) VALUES ($1)`, eventID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE accounts SET cents = cents + $1 WHERE id = $2`, cents, account)
	return err
}
