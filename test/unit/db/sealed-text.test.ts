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

  it.each([
    [
      'alpaca_account_keys',
      'v1.t7O3SfiE.iGZ3vqL89SxUUllZ.jRqMeCxPAQVN1h6KT2lJBO2xh/6dYyP75RXwpCsqAPNeGm80sPXtl3AYWCVuo28aZA==',
    ],
    [
      'webhooks',
      'v1.J+CtJamq.f3vt5MzNFkVMLu71.IX3Up7Rvw7a7D9ICNiBzlIA6ERfOWbj6NMSqZ/kG7mFfS6bwG6+izL0ABZSNfupQ6g==',
    ],
  ] as const)('of %s that an earlier version has stored still opens', async (purpose, sealed) => {
    expect(await sealOf(purpose, [secret]).open(sealed, 'account-1')).toBe(text)
  })

  it('of one purpose does not open as one of another, even under the id of its secret', async () => {
    const [one, other] = [sealOf('webhooks', [secret]), sealOf('alpaca_account_keys', [secret])]
    const idOf = (sealed: string) => sealed.split('.')[1] ?? ''
    const sealed = await one.seal(text, 'a')
    const renamed = sealed.replace(idOf(sealed), idOf(await other.seal(text, 'a')))
    await expect(other.open(renamed, 'a')).rejects.toMatchObject({ reason: 'damaged' })
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
