import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../src/webhooks/receiver-url'

const DEPLOYED = { ownHosts: ['legbook.me.workers.dev'], loopbackExcept: null }
const ON_THIS_MACHINE = { ownHosts: ['127.0.0.1'], loopbackExcept: 8787 }

/** Addresses that reach, or could reach, what is not a public receiver. */
const HOSTILE = {
  'other schemes': [
    'http://hooks.example.com/',
    'HTTP://hooks.example.com/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'ws://hooks.example.com/',
    'gopher://hooks.example.com/',
    'data:text/plain,x',
    'javascript:alert(1)',
    'blob:https://hooks.example.com/1',
    'about:blank',
    '//hooks.example.com/',
    'hooks.example.com',
    'https:hooks.example.com',
    'https:/hooks.example.com/',
    'https:///hooks.example.com/',
    'https://',
    '',
    ' ',
  ],
  'other ports': [
    'https://hooks.example.com:80/',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com:22/',
    'https://hooks.example.com:0/',
    'https://hooks.example.com:/',
    'https://hooks.example.com:0443/',
    'https://hooks.example.com:65979/',
    'https://hooks.example.com:443:443/',
  ],
  'user info': [
    'https://user@hooks.example.com/',
    'https://user:password@hooks.example.com/',
    'https://@hooks.example.com/',
    'https://:@hooks.example.com/',
    'https://hooks.example.com@127.0.0.1/',
    'https://hooks.example.com%40127.0.0.1/',
  ],
  'IP addresses of version 4': [
    'https://127.0.0.1/',
    'https://127.0.0.1:443/',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0X7F.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.0x1/',
    'https://127.0.0.1./',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://0/',
    'https://255.255.255.255/',
    'https://8.8.8.8/',
    'https://1.1.1.1/',
    'https://256.256.256.256/',
    'https://1.2.3.4.5/',
  ],
  'IP addresses of version 6': [
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:7f00:0001]/',
    'https://[fe80::1]/',
    'https://[fe80::1%25eth0]/',
    'https://[fc00::1]/',
    'https://[fd12:3456:789a::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2606:4700:4700::1111]/',
    'https://[::1',
    'https://::1/',
  ],
  'names of private hosts': [
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://hooks.localhost/',
    'https://localhost.localdomain/',
    'https://printer.local/',
    'https://printer.LOCAL/',
    'https://printer.local./',
    'https://metadata.google.internal/',
    'https://db.internal/',
    'https://db.internal./',
    'https://router.lan/',
    'https://router.home.arpa/',
    'https://wiki.corp/',
    'https://wiki.intranet/',
    'https://intranet/',
    'https://kubernetes/',
    'https://local/',
    'https://metadata.goog/computeMetadata/v1/',
    'https://kubernetes.default.svc/',
    'https://1.0.0.127.in-addr.arpa/',
    'https://receiver.invalid/',
    'https://receiver.onion/',
    'https://internal/',
  ],
  'public names of private addresses': [
    'https://127.0.0.1.nip.io/',
    'https://app-7f000001.nip.io/',
    'https://10-0-0-1.sslip.io/',
    'https://169.254.169.254.xip.io/',
    'https://localtest.me/',
    'https://hooks.lvh.me/',
    'https://7f000001.c0a80001.rbndr.us/',
  ],
  'spellings that a parser repairs': [
    'https://hooks.example.com./',
    'https://hooks..example.com/',
    'https://.example.com/',
    'https://-hooks.example.com/',
    'https://hooks-.example.com/',
    'https://127%2e0%2e0%2e1/',
    'https://%31%32%37.0.0.1/',
    'https://loc%61lhost/',
    'https://127。0。0。1/',
    'https://127．0．0．1/',
    'https://１２７.0.0.1/',
    'https://①②⑦.⓪.⓪.①/',
    'https://ⓛocalhost/',
    'https://localhoſt/',
    'https://hooks.exa\u00admple.com/',
    'https://hooks.exam\u200bple.com/',
    'https://münchen.example/',
    'https://hooks.example.com\\@127.0.0.1/',
    'https://hooks.example.com\\.evil.com/',
    'https:\\\\127.0.0.1/',
    'https://127.0.0.1\\.example.com/',
    'https://hooks.example.com/\u0000',
    'https://hooks\t.example.com/',
    'https://hooks.exam\nple.com/',
    'https://hooks.example.com/\r\nHost: 127.0.0.1',
    'https://hooks.example.com/a b',
    ' https://hooks.example.com/',
    'https://hooks.example.com/ ',
    '\thttps://hooks.example.com/',
    'ht\ntps://hooks.example.com/',
    'https://hooks.example.com#@127.0.0.1:80@/\u00e4',
    'https://xn--.com/',
    'https://exa<mple.com/',
    'https://exa^mple.com/',
    `https://${'a'.repeat(64)}.com/`,
    `https://${'a.'.repeat(130)}com/`,
    `https://hooks.example.com/${'a'.repeat(2_048)}`,
  ],
  "the Worker's own host": [
    'https://legbook.me.workers.dev/api/alpaca/health',
    'https://LEGBOOK.me.workers.dev:443/',
    'https://legbook.me.workers.dev',
  ],
}

const FINE = [
  'https://hooks.example.com',
  'https://hooks.example.com/',
  'https://hooks.example.com:443/path?token=a%20b&x=[1]#f',
  'HTTPS://Hooks.Example.COM/Path',
  'https://hooks.example.com?x=1',
  'https://discord.com/api/webhooks/123/abc_DEF-x',
  'https://hooks.slack.com/services/T0/B0/xyz',
  'https://my_app.example.co.uk/in',
  'https://xn--mnchen-3ya.example/',
  'https://a.b.c.d.e.example.com/',
  'https://receiver.test/',
  'https://hooks.example.com/user@host',
  'https://nip.io.example.com/',
  'https://snip.io/',
  'https://other.workers.dev/',
  'https://localhost.example.com/',
  'https://local.dev/',
]

const hostile = Object.values(HOSTILE).flat()

describe('the address of a webhook', () => {
  it('is tried in more than a hundred hostile forms', () => {
    expect(new Set(hostile).size).toBe(hostile.length)
    expect(hostile.length).toBeGreaterThan(100)
  })

  it.each(Object.entries(HOSTILE))('is refused: %s', (_, urls) => {
    for (const url of urls) {
      const reason = refusalOf(url, DEPLOYED)
      expect({ url, reason }).toEqual({ url, reason: expect.stringMatching(/^must /) })
    }
  })

  it.each(FINE)('is allowed: %s', (url) => {
    expect(refusalOf(url, DEPLOYED)).toBeNull()
  })

  it('has at most 253 characters in its host, as names have', () => {
    const hostOf = (length: number) =>
      `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(length - 196)}.com`
    expect(hostOf(253)).toHaveLength(253)
    expect(refusalOf(`https://${hostOf(253)}/`, DEPLOYED)).toBeNull()
    expect(refusalOf(`https://${hostOf(254)}/`, DEPLOYED)).toMatch(/^must have the full name/)
  })

  it('is never loopback when deployed', () => {
    for (const url of ['http://localhost:9000/', 'http://127.0.0.1:9000/', 'http://[::1]:9000/'])
      expect({ url, reason: refusalOf(url, DEPLOYED) }).not.toEqual({ url, reason: null })
  })
})

describe('the address of a webhook under npm start', () => {
  it.each([
    'http://127.0.0.1:9000/in',
    'http://localhost:9000/in?x=1',
    'http://LOCALHOST:9000',
    'http://[::1]:9000/in',
    'http://127.0.0.1/in',
    'https://hooks.example.com/',
  ])('is allowed: %s', (url) => {
    expect(refusalOf(url, ON_THIS_MACHINE)).toBeNull()
  })

  it.each([
    'http://127.0.0.1:8787/api/alpaca/sync',
    'http://localhost:8787/',
    'http://[::1]:8787/',
    'http://127.0.0.1:08787/',
    'http://127.0.0.1:70000/',
    'http://127.0.0.1:0/',
    'http://user@127.0.0.1:9000/',
    'http://127.0.0.1:9000@evil.example/',
    'http://127.0.0.1:9000\\@evil.example/',
    'https://127.0.0.1:9000/',
    'https://localhost/',
    'http://127.1:9000/',
    'http://2130706433:9000/',
    'http://0x7f.1:9000/',
    'http://127.0.0.2:9000/',
    'http://0.0.0.0:9000/',
    'http://[::ffff:127.0.0.1]:9000/',
    'http://192.168.1.1:9000/',
    'http://localhost.:9000/',
    'http://hooks.localhost:9000/',
    'http://hooks.example.com/',
    ...hostile.filter((url) => url.startsWith('https') && !url.includes('workers.dev')),
  ])('is refused: %s', (url) => {
    expect(refusalOf(url, ON_THIS_MACHINE)).not.toBeNull()
  })
})
