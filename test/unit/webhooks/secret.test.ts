import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { newSecret, signaturesOf } from '../../../src/webhooks/secret'

const NOW = Math.floor(Date.now() / 1000)
const message = { id: 'evt_account_7', timestamp: NOW, body: '{"type":"trade.closed"}' }

const headersOf = (signature: string) => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(NOW),
  'webhook-signature': signature,
})

it('a signature is the one that Standard Webhooks give as their example', async () => {
  const example = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: '{"test": 2432232314}',
  }
  expect(await signaturesOf(example, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})

it('the library of Standard Webhooks accepts the signature, and no other body', async () => {
  const secret = newSecret()
  const headers = headersOf(await signaturesOf(message, [secret]))
  const library = new Webhook(secret)
  expect(library.verify(message.body, headers)).toEqual({ type: 'trade.closed' })
  expect(() => library.verify(`${message.body} `, headers)).toThrow()
  expect(() =>
    library.verify(message.body, { ...headers, 'webhook-id': 'evt_account_8' }),
  ).toThrow()
  expect(() => new Webhook(newSecret()).verify(message.body, headers)).toThrow()
})

it('the signature of two secrets is accepted by the holder of either', async () => {
  const [now, before] = [newSecret(), newSecret()]
  const signature = await signaturesOf(message, [now, before])
  expect(signature).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/)
  for (const secret of [now, before])
    expect(new Webhook(secret).verify(message.body, headersOf(signature))).toBeTruthy()
})

it('secrets have 32 random bytes in base64', () => {
  const secrets = Array.from({ length: 50 }, newSecret)
  expect(new Set(secrets).size).toBe(50)
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(atob(secret.slice(6))).toHaveLength(32)
  }
})
