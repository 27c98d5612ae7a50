import { append, NONE } from './arrays'

/** Entries beyond which a real map is faster. */
const FEW = 8

/** A map for what mostly has a handful of keys: two lists until it has more. */
export class FewMap<K, V> {
  private keys: K[] = NONE
  private list: V[] = NONE
  private map: Map<K, V> | null = null

  get(key: K): V | undefined {
    if (this.map) return this.map.get(key)
    const at = this.keys.indexOf(key)
    return at < 0 ? undefined : this.list[at]
  }

  set(key: K, value: V): void {
    if (this.map) this.map.set(key, value)
    else {
      const at = this.keys.indexOf(key)
      if (at >= 0) this.list[at] = value
      else this.add(key, value)
    }
  }

  private add(key: K, value: V): void {
    this.keys = append(this.keys, key)
    this.list = append(this.list, value)
    if (this.keys.length <= FEW) return
    const map = new Map<K, V>()
    for (const [i, one] of this.list.entries()) {
      const ofOne = this.keys[i]
      if (ofOne !== undefined) map.set(ofOne, one)
    }
    this.map = map
  }
}
