package plane

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// CA is the certificate authority of a run.
type CA struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// NewCA makes an authority of its own.
func NewCA() *CA {
	c := &CA{key: newKey()}
	c.cert = &x509.Certificate{
		Subject:               pkix.Name{CommonName: "e2e"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	c.cert = must(x509.ParseCertificate(c.sign(c.cert, c.key)))
	return c
}

// PEM is the certificate of the authority itself.
func (c *CA) PEM() []byte { return encode("CERTIFICATE", c.cert.Raw) }

// Issue makes a certificate for servers of these names and addresses, and for a client of the first name.
func (c *CA) Issue(names []string, ips []net.IP) (cert, key []byte) {
	own := newKey()
	template := &x509.Certificate{
		DNSNames:    names,
		IPAddresses: ips,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if len(names) > 0 {
		template.Subject.CommonName = names[0]
	}
	return encode("CERTIFICATE", c.sign(template, own)), encodeKey(own)
}

func (c *CA) sign(template *x509.Certificate, key *ecdsa.PrivateKey) []byte {
	template.SerialNumber = must(rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)))
	// Clocks that were set back a little do not matter, and no run takes a day.
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	return must(x509.CreateCertificate(rand.Reader, template, c.cert, &key.PublicKey, c.key))
}

func newKey() *ecdsa.PrivateKey {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

func encodeKey(key *ecdsa.PrivateKey) []byte {
	return encode("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(key)))
}

func encodePublicKey(key *ecdsa.PrivateKey) []byte {
	return encode("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&key.PublicKey)))
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// must is for what fails by a mistake in this file alone.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
