package github

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"net/http"
)

// sign sets both signatures of a delivery, the old and the new one.
func sign(header http.Header, secret string, body []byte) {
	header.Set("X-Hub-Signature", "sha1="+digest(sha1.New, secret, body))
	header.Set("X-Hub-Signature-256", "sha256="+digest(sha256.New, secret, body))
}

func digest(algorithm func() hash.Hash, secret string, body []byte) string {
	mac := hmac.New(algorithm, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
