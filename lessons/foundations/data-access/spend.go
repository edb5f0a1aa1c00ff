package billing

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

var ErrTooLittle = errors.New("balance too small")

type Store struct{ pool *pgxpool.Pool }

func (s *Store) Spend(ctx context.Context, accountID string, credits int64) error {
	options := pgx.TxOptions{IsoLevel: pgx.ReadCommitted}
	return pgx.BeginTxFunc(ctx, s.pool, options, func(tx pgx.Tx) error {
		var balance int64
		if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", accountID).Scan(&balance); err != nil {
			return err
		}
		if balance < credits {
			return ErrTooLittle
		}
		_, err := tx.Exec(ctx, "UPDATE accounts SET balance = $2 WHERE id = $1", accountID, balance-credits)
		return err
	})
}
