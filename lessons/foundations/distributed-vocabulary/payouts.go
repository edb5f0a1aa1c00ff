package payouts

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"sync"
	"time"
)

var bank = &http.Client{Timeout: 2 * time.Second} // pays once for an id

func Send(ctx context.Context, url string, due []int64) {
	var wg sync.WaitGroup
	for _, id := range due {
		wg.Go(func() {
			if err := pay(ctx, fmt.Sprintf("%s/%d", url, id)); err != nil {
				log.Printf("payout %d stays due: %v", id, err)
			}
		})
	}
	wg.Wait()
}

func pay(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, url, nil)
	if err != nil {
		return err
	}
	resp, err := bank.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("bank answered %s", resp.Status)
	}
	return nil
}
