package shipping

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

var breaker = gobreaker.NewCircuitBreaker[string](gobreaker.Settings{
	Name:    "carrier",
	Timeout: 2 * time.Second,
	ReadyToTrip: func(counts gobreaker.Counts) bool {
		return counts.ConsecutiveFailures >= 5
	},
})

var errCarrier = errors.New("carrier failed")

// Status asks the carrier where a parcel is.
func Status(parcel string) (string, error) {
	return breaker.Execute(func() (string, error) {
		resp, err := http.Get("https://carrier.example/parcels/" + parcel)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 500 {
			return "", fmt.Errorf("%w: %s", errCarrier, resp.Status)
		}
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	})
}
