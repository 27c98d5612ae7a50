import { sha1 } from './sha1'

/** RFC 9562's URL namespace: an account's own namespace is the version 5 UUID of `legbook:` and its id in it. */
const LEGBOOK = uuidBytes('6ba7b811-9dad-11d1-80b4-00c04fd430c8')

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function uuidBytes(uuid: string): Uint8Array {
  const digits = uuid.replaceAll('-', '')
  return Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16),
  )
}

function uuidText(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += hex[bytes[i] ?? 0]
  }
  return text
}

function uuidV5Bytes(namespace: Uint8Array, name: string): Uint8Array {
  const bytes = sha1(namespace, name).slice(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes
}

/**
 * Makes the trade ids of one account: version 5 UUIDs of the account and the fact that opened the trade (design 5.4),
 * so that the same facts give the same id on any machine and in any order of arrival.
 *
 * @example
 * const tradeId = tradeIdsOf('d66d53bc-6347-5c64-89bc-bf340553b3fa')
 * tradeId('9ffb7b12-3649-5207-991b-a361647300e6')
 */
export function tradeIdsOf(accountId: string): (openingFactId: string) => string {
  const namespace = uuidV5Bytes(LEGBOOK, `legbook:${accountId}`)
  return (openingFactId) => uuidText(uuidV5Bytes(namespace, openingFactId))
}

/** The id of the trade that an order leg would be alone: what an order row carries until it is grouped. */
export const tradeIdFor = (accountId: string, orderId: string): string =>
  tradeIdsOf(accountId)(orderId)
