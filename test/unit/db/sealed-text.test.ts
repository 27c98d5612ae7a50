import { describe, expect, it } from 'vitest'
import { sealOf } from '../../../src/db/sealed/sealed-text'

const secret = 'a secret of more than thirty-two characters'
const next = 'the next secret, of thirty-two characters too'
const text = 'PKTEST0000 and its secret key ✓'

describe('a sealed text', () => {
  it('opens for its owner alone', async () => {
    const seal = sealOf('alpaca_account_keys', [secret])
    const sealed = await seal.seal(text, 'account-1')
    expect(await seal.open(sealed, 'account-1')).toBe(text)
    await expect(seal.open(sealed, 'account-2')).rejects.toMatchObject({ reason: 'damaged' })
  })

  it('holds neither the text nor the secret, and differs each time', async () => {
    const seal = sealOf('alpaca_account_keys', [secret])
    const [one, two] = await Promise.all([seal.seal(text, 'a'), seal.seal(text, 'a')])
    expect(one).not.toBe(two)
    expect(atob(one.split('.')[3] ?? '')).not.toContain('PKTEST')
  })

  it('opens under the secret before the rotation, and asks to be sealed again', async () => {
    const sealed = await sealOf('webhooks', [secret]).seal(text, 'a')
    const rotated = sealOf('webhooks', [next, secret])
    expect(await rotated.open(sealed, 'a')).toBe(text)
    expect(await rotated.isCurrent(sealed)).toBe(false)
    expect(await rotated.isCurrent(await rotated.seal(text, 'a'))).toBe(true)
  })

  it('tells a foreign secret from a changed text', async () => {
    const seal = sealOf('webhooks', [secret])
    const sealed = await seal.seal(text, 'a')
    const foreign = sealOf('webhooks', [next])
    await expect(foreign.open(sealed, 'a')).rejects.toMatchObject({ reason: 'other_secret' })
    const other = sealOf('alpaca_account_keys', [secret])
    await expect(other.open(sealed, 'a')).rejects.toMatchObject({ reason: 'other_secret' })
    for (const broken of [
      '',
      'v1',
      `${sealed}.x`,
      sealed.replace('v1.', 'v2.'),
      sealed.replace(/[^.]+$/, '!'),
    ])
      await expect(seal.open(broken, 'a')).rejects.toMatchObject({ reason: 'damaged' })
    const changed = sealed.replace(
      /(.)(.{6})$/,
      (_, char, rest) => (char === 'A' ? 'B' : 'A') + rest,
    )
    await expect(seal.open(changed, 'a')).rejects.toMatchObject({ reason: 'damaged' })
  })
})
