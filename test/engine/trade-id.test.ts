import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tradeIdsOf } from '../../src/engine/output/trade-id'

const ACCOUNT = 'd66d53bc-6347-5c64-89bc-bf340553b3fa'
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8'

/** A version 5 UUID by WebCrypto (RFC 9562, section 5.5). */
async function uuidV5(namespace: string, name: string): Promise<string> {
  const hex = namespace.replaceAll('-', '')
  const bytes = Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  )
  const message = Uint8Array.from([...bytes, ...new TextEncoder().encode(name)])
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', message)).slice(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const text = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

it('ids are the version 5 UUIDs of facts, whatever their length and characters', async () => {
  const idOf = tradeIdsOf(ACCOUNT)
  const namespace = await uuidV5(URL_NAMESPACE, `legbook:${ACCOUNT}`)
  const names = fc.oneof(
    fc.uuid(),
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
  )
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      expect(idOf(name)).toBe(await uuidV5(namespace, name))
    }),
    { numRuns: 300 },
  )
})
