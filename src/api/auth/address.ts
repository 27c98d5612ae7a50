/**
 * The network of a client for rate limits: its IPv4 address, or the /64 of its IPv6 address,
 * because a client can usually take any address of its /64.
 *
 * @param address the value of `CF-Connecting-IP`; without it, all requests count as one client
 */
export function addressOf(address: string | undefined): string {
  if (!address?.includes(':')) return address ?? 'unknown'
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after]
  return `${all.slice(0, 4).join(':')}::/64`
}

const groups = (text: string) =>
  text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, ''))
