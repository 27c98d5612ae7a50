/**
 * The network that a request came from, as far as one person has it: an IPv4 address, or the first half of an IPv6 one, of which
 * everybody has a whole /64.
 *
 * @param address as Cloudflare names it in `CF-Connecting-IP`; without it all come from one place.
 */
export function addressOf(address: string | undefined): string {
  if (!address?.includes(':')) return address ?? 'unknown'
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = groups(head)
  const after = groups(tail ?? '')
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after]
  return `${all.slice(0, 4).join(':')}::/64`
}

const groups = (text: string) =>
  text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, ''))
