import { type JournalCase, journal } from './journal'

/** Fees of days on which nothing else is traded. */
export const FEE_JOURNALS: readonly JournalCase[] = [
  journal(
    'fees of one day over shares and options',
    'FAA,FAB,FAC',
    `
    2026-08-04 buy 100 FAA 10
    2026-08-04@16:00 sell 100 FAA 11
    2026-08-04 sto 2 FAB261218P00020000 1.5
    2026-08-04 bto 1 FAC261218C00020000 3
    2026-08-04 FEE/REG - - - -0.03 "REG fee for proceed of $1100 on 2026-08-04 by ACCT"
    2026-08-05 FEE/TAF - - - -0.02 "TAF fee for proceed of 100 shares (1 trades) on 2026-08-04 by ACCT"
    2026-08-05 FEE/REG - - - -0.01 "OPT REG fee for proceed of $300 on 2026-08-04 by ACCT"
    2026-08-04 FEE/TAF - - - -0.01 "OPT TAF fee for proceed of 2 contracts (1 trades) on 2026-08-04 by ACCT"
    2026-08-04 FEE/ORF - - - -0.05 "ORF fee for proceed of 3 contracts on 2026-08-04 by ACCT"
    2026-08-04 FEE/CAT - - - -0.05 "CAT fee for proceed of 4 trades on 2026-08-04 by ACCT"
  `,
    [
      'long_stock closed 100 fees 0.07',
      'short_put open 0 [FAB261218P00020000 2 = -300] fees 0.07',
      'long_call open 0 [FAC261218C00020000 1 = 300] fees 0.03',
    ],
  ),
  journal(
    'an evening sale pays on the next day, the next trading day after a Friday',
    'FAD,FAE',
    `
    2026-08-05 buy 100 FAD 10
    2026-08-06@01:00 sell 50 FAD 11
    2026-08-06@15:00 sell 50 FAD 11
    2026-08-06@16:00 buy 10 FAE 10
    2026-08-06@18:00 sell 10 FAE 110
    2026-08-06 FEE/REG - - - -0.04 "REG fee for proceed of $2200 on 2026-08-06 by ACCT"
    2026-08-06 FEE/TAF - - - -0.11 "TAF fee for proceed of 110 shares (3 trades) on 2026-08-06 by ACCT"
    2026-08-10@00:30 bto 10 FAE 10
    2026-08-10@01:00 stc 10 FAE 12
    2026-08-10 FEE/REG - - - -0.02 "REG fee for proceed of $120 on 2026-08-10 by ACCT"
  `,
    [
      'long_stock closed 100 fees 0.12',
      'long_stock closed 1000 fees 0.03',
      'long_stock closed 20 fees 0.02',
    ],
  ),
  journal(
    'a fee that is given back, and one that is canceled',
    'FAF',
    `
    2026-08-11 buy 10 FAF 10
    2026-08-11@16:00 sell 10 FAF 11
    2026-08-11 FEE/REG - - - -0.05 "REG fee for proceed of $110 on 2026-08-11 by ACCT"
    2026-08-12 FEE/REG - - - 0.04 "REG fee for proceed of $110 on 2026-08-11 by ACCT"
    2026-08-12 FEE/TAF - - - -0.02 status=canceled "TAF fee for proceed of 10 shares (1 trades) on 2026-08-11 by ACCT"
    2026-08-11 FEE/NRC - 10 0.0025 -0.03 holds "2026-08-11 Non-Retail - Alpaca Trading Fee"
    2026-08-11 FEE/NRV - - - 0.05 "2026-08-11 Non-Retail - Exchange Fees/Rebates"
    2026-08-11 FEE/ADR FAF - - -0.2
    2026-08-11 FEE/COM - - - -1 "Commission"
  `,
    ['long_stock closed 10 fees 0.01'],
  ),
  journal(
    'ORF of three trades, of which one is a deliver',
    'FAG',
    `
    2026-08-13 sto 1 FAG260821P00010000 1
    2026-08-13@15:10 sto 1 FAG260821P00012000 1
    2026-08-13@15:20 sto 4 FAG260821P00013000 1
    2026-08-13 FEE/ORF - - - -0.05 "ORF fee for proceed of 6 contracts on 2026-08-13 by ACCT"
    2026-08-21 OPEXP FAG260821P00010000 1 - 0
    2026-08-21 OPEXP FAG260821P00012000 1 - 0
    2026-08-24 OPASN FAG260821P00013000 4 - 0 g=a
    2026-08-24 OPTRD FAG 400 13 -5200 g=a
    2026-08-24@16:00 sell 400 FAG 12.5
    2026-08-24 FEE/TAF - - - -0.07 "TAF fee for proceed of 400 shares (1 trades) on 2026-08-24 by ACCT"
    2026-08-24 FEE/CAT - - - -0.01 "CAT fee for proceed of 1 trades on 2026-08-24 by ACCT"
  `,
    [
      'short_put closed 100 fees 0.01',
      'short_put closed 100 fees 0.01',
      'short_put closed 400 fees 0.03',
      'long_stock closed -200 fees 0.08 from',
    ],
  ),
  journal(
    'fee of an execution that closes two trades',
    'FAH',
    `
    2026-08-14 bto 1 FAH261218C00010000 1
    2026-08-17 bto 2 FAH261218C00010000 2 p=x
    2026-08-17 sto 2 FAH261218C00015000 1 p=x
    2026-08-18 stc 3 FAH261218C00010000 3 as=z
    2026-08-18 FEE/OCC - - - -0.08 exec=z
  `,
    [
      'long_call closed 200 fees 0.03',
      'bull_call_spread partial 200 [FAH261218C00015000 2 = -200] fees 0.05',
    ],
  ),
  journal(
    'two coins sold, fees in dollars told apart by amount',
    'SOL/USD,DOT/USD',
    `
    2026-08-19@15:00 buy 1 SOL/USD 2000
    2026-08-19@15:00:02 CFEE SOLUSD -0.0025 2000 0 "Coin Pair Transaction Fee (Non USD)"
    2026-08-19@15:01 buy 0.1 DOT/USD 60000
    2026-08-19@15:01:02 CFEE DOTUSD -0.00025 60000 0 "Coin Pair Transaction Fee (Non USD)"
    2026-08-20@23:50 sell 0.5 SOL/USD 2200
    2026-08-20@23:51 sell 0.05 DOT/USD 62000
    2026-08-21@04:21 CFEE - - - -2.75 "Coin Pair Transaction Fee (USD)"
    2026-08-21@04:21:01 CFEE - - - -7.75 "Coin Pair Transaction Fee (USD)"
  `,
    [
      'long_crypto partial 97.49 [SOL/USD 0.4975 = 997.49] fees 2.75',
      'long_crypto partial 92.48 [DOT/USD 0.04975 = 2992.48] fees 7.75',
    ],
  ),
]
