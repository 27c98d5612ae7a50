/** What sealed texts are for. Each purpose has an AES key of its own. */
export type SealPurpose = 'alpaca_account_keys' | 'webhooks'

/** A sealed text that none of the secrets opens, or that was changed or moved to another row. */
export class SealedTextError extends Error {
  override readonly name = 'SealedTextError'

  constructor(readonly reason: 'other_secret' | 'damaged') {
    super(
      reason === 'other_secret'
        ? 'the text was sealed under another KEYS_SECRET'
        : 'the sealed text was changed, or belongs to another row',
    )
  }
}

/** Seals and opens the secret texts of one purpose. */
export interface Seal {
  /**
   * Seals a text with AES-GCM under the current secret.
   *
   * @param owner id of the row, authenticated with the text: no other row can hold this text
   * @returns `v1.KEY.IV.TEXT`, the last three in base64; KEY names the secret and reveals nothing
   */
  seal(text: string, owner: string): Promise<string>
  /**
   * Opens a sealed text, also one of the previous secret.
   *
   * @throws {SealedTextError}
   */
  open(sealed: string, owner: string): Promise<string>
  /** True if the text was sealed under the current secret; false asks to seal it again. */
  isCurrent(sealed: string): Promise<boolean>
}

interface Version {
  /** Names the secret inside of sealed texts. */
  id: string
  key: AesKey
}

/** Platforms name the type of a key differently. */
type AesKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const VERSION = 'v1'
const IV_BYTES = 12
const ID_BYTES = 6

/**
 * The seal of one purpose. The keys are derived at the first use.
 *
 * @param secrets `KEYS_SECRET`, then the one before it during a rotation
 */
export function sealOf(purpose: SealPurpose, secrets: readonly [string, ...string[]]): Seal {
  let derived: Promise<[Version, ...Version[]]> | undefined
  const versions = () => {
    const [current, ...previous] = secrets
    derived ??= Promise.all([
      deriveVersion(purpose, current),
      ...previous.map((one) => deriveVersion(purpose, one)),
    ])
    return derived
  }
  return {
    async seal(text, owner) {
      const [{ id, key }] = await versions()
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const sealed = await crypto.subtle.encrypt(parameters(iv, owner), key, bytesOf(text))
      return [VERSION, id, base64(iv), base64(new Uint8Array(sealed))].join('.')
    },
    async open(sealed, owner) {
      const { id, iv, text } = partsOf(sealed)
      const version = (await versions()).find((one) => one.id === id)
      if (version === undefined) throw new SealedTextError('other_secret')
      try {
        const opened = await crypto.subtle.decrypt(parameters(iv, owner), version.key, text)
        return new TextDecoder().decode(opened)
      } catch {
        throw new SealedTextError('damaged')
      }
    },
    async isCurrent(sealed) {
      const [current] = await versions()
      return partsOf(sealed).id === current.id
    },
  }
}

/** The AES key and the id of a secret, both by HKDF: neither tells the secret. */
async function deriveVersion(purpose: SealPurpose, secret: string): Promise<Version> {
  const source = await crypto.subtle.importKey('raw', bytesOf(secret), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const hkdf = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: bytesOf('legbook'),
    info: bytesOf(info),
  })
  const aes = { name: 'AES-GCM', length: 256 }
  const [key, id] = await Promise.all([
    crypto.subtle.deriveKey(hkdf(`${purpose} key`), source, aes, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveBits(hkdf(`${purpose} id`), source, ID_BYTES * 8),
  ])
  return { id: base64(new Uint8Array(id)), key }
}

function partsOf(sealed: string) {
  const [version, id, iv, text, ...rest] = sealed.split('.')
  if (version !== VERSION || !id || !iv || !text || rest.length > 0)
    throw new SealedTextError('damaged')
  try {
    return { id, iv: fromBase64(iv), text: fromBase64(text) }
  } catch {
    throw new SealedTextError('damaged')
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, owner: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: bytesOf(owner),
})

const bytesOf = (text: string) => new TextEncoder().encode(text)

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
