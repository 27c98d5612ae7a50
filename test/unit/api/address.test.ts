import { expect, it } from 'vitest'
import { addressOf } from '../../../src/api/auth/address'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
  [undefined, 'unknown'],
])('%s is counted as %s', (address, counted) => {
  expect(addressOf(address)).toBe(counted)
})
