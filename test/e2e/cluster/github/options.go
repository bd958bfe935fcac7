package github

import "net/http"

// Option makes a delivery differ from the one that GitHub would send.
type Option func(*outgoing)

// outgoing is a delivery in the making.
type outgoing struct {
	event   string
	payload map[string]any
	raw     []byte // in place of the payload
	header  http.Header
	sign    func(header http.Header, secret string, body []byte)
	forged  bool // GitHub would not have sent it
	err     error
}

// WrongSignature signs with another secret, as a forger does.
func WrongSignature() Option {
	return func(o *outgoing) {
		o.forged = true
		o.sign = func(header http.Header, secret string, body []byte) { sign(header, "not "+secret, body) }
	}
}

// NoSignature leaves the signature out.
func NoSignature() Option {
	return func(o *outgoing) {
		o.forged = true
		o.sign = func(http.Header, string, []byte) {}
	}
}

// RawBody sends these bytes in place of the payload, signed.
func RawBody(body []byte) Option {
	return func(o *outgoing) {
		o.forged = true
		o.raw = body
	}
}

// Event sends the payload as another event.
func Event(name string) Option {
	return func(o *outgoing) { o.event = name }
}

// Header sets a header; an empty value removes it.
func Header(name, value string) Option {
	return func(o *outgoing) {
		if value == "" {
			o.header.Del(name)
			return
		}
		o.header.Set(name, value)
	}
}

// Set changes a field of the payload, such as comment.user.login or issue.labels.0.
func Set(path string, value any) Option {
	return func(o *outgoing) { o.edit(path, value, false) }
}

// Remove takes a field out of the payload.
func Remove(path string) Option {
	return func(o *outgoing) { o.edit(path, nil, true) }
}

func (o *outgoing) edit(path string, value any, remove bool) {
	if err := edit(o.payload, path, value, remove); err != nil && o.err == nil {
		o.err = err
	}
}
