import type { OverrideFact } from './facts'
import { known } from './invariant'

const annotatedFact = ({ id, facts }: OverrideFact): string =>
  known(facts[0], 'the fact of an annotation', id)

/** Overrides by the facts that they name (README, Overrides). The API lets no two name the same. */
export class Overrides {
  private readonly forcing = new Map<string, OverrideFact>()
  private readonly annotating = new Map<string, OverrideFact>()

  constructor(overrides: readonly OverrideFact[]) {
    for (const override of [...overrides].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (override.kind === 'annotate') this.annotating.set(annotatedFact(override), override)
      else for (const fact of override.facts) this.forcing.set(fact, override)
    }
  }

  /** Whether there is no merge and no split. */
  get forceNothing(): boolean {
    return this.forcing.size === 0
  }

  /** The merge or split that names an opening fact. */
  forced(factId: string): OverrideFact | undefined {
    return this.forceNothing ? undefined : this.forcing.get(factId)
  }

  annotation(factId: string): OverrideFact | undefined {
    return this.annotating.size === 0 ? undefined : this.annotating.get(factId)
  }
}
