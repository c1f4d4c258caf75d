/**
 * A bad day of Acme Air in about 40 seconds: what strangers post. Everybody and everything in it is invented.
 * When a post was published is left to whoever sends it.
 */

export interface BadDayMention {
  source: string;
  external_id: string;
  url: string;
  platform: string;
  author_name: string;
  author_handle: string;
  author_followers: number;
  text: string;
  sentiment: 'positive' | 'neutral' | 'negative';
  reach: number;
  engagement: number;
}

export interface BadDayPost {
  /** ms after the start. */
  afterMs: number;
  mention: BadDayMention;
}

const ANGRY =
  '9 hours stuck at the gate in Porto, two babies without food, nobody from @AcmeAir says a word. Never again. #AcmeAirFail';

/** One mention; what is left out is quiet and unknown. */
export function posted(
  seconds: number,
  platform: string,
  id: string,
  [author_name, author_handle, author_followers]: [string, string, number],
  text: string,
  more: Partial<BadDayMention> = {},
): BadDayPost {
  return {
    afterMs: Math.round(seconds * 1000),
    mention: {
      source: 'listening-tool',
      external_id: id,
      url: `https://${platform}.example/${author_handle}/status/${id}`,
      platform,
      author_name,
      author_handle,
      author_followers,
      text,
      sentiment: 'negative',
      reach: author_followers,
      engagement: 0,
      ...more,
    },
  };
}

/** An innocent morning, then five stories at once. */
export const BAD_DAY: BadDayPost[] = [
  posted(
    0,
    'instagram',
    'ig-7001',
    ['Ruth Okafor', 'ruthflies', 840],
    'Window seat, sunrise over the Alps. Thanks @acmeair ☀️',
    {
      sentiment: 'positive',
      engagement: 41,
    },
  ),

  // One angry post, and everyone who repeats it.
  posted(2, 'x', 'x-1001', ['Marta Lopes', 'martalopes_pt', 2100], ANGRY, { reach: 5400, engagement: 63 }),
  posted(4, 'x', 'x-1002', ['Rui Teles', 'ruiteles', 310], `RT @martalopes_pt: ${ANGRY}`, { engagement: 4 }),
  posted(5, 'x', 'x-1003', ['porto airport watch', 'opo_watch', 48_200], `RT @martalopes_pt: ${ANGRY}`, {
    reach: 96_000,
    engagement: 512,
  }),
  posted(6, 'x', 'x-1004', ['Sofia M.', 'sofiam88', 95], ANGRY, { engagement: 1 }),
  posted(6.5, 'threads', 'th-1005', ['Marta Lopes', 'martalopes_pt', 640], ANGRY, { engagement: 22 }),
  posted(7, 'x', 'x-1006', ['Kev Dunn', 'kevdunn', 1290], `${ANGRY} 😡😡`, { engagement: 9 }),
  posted(7.5, 'x', 'x-1007', ['Inês Faria', 'ines_faria', 720], `RT @martalopes_pt: ${ANGRY}`, { engagement: 7 }),
  posted(8.5, 'facebook', 'fb-1008', ['Stranded Passengers', 'strandedpassengers', 15_400], `Shared: "${ANGRY}"`, {
    reach: 31_000,
    engagement: 188,
  }),

  // Somebody is hurt.
  posted(
    10,
    'tiktok',
    'tt-2001',
    ['Dani Ruiz', 'dani.r', 9800],
    'acme air AA512 hard landing, the woman next to me hit her head and is bleeding, no medic on board?? video in next post',
    {
      reach: 74_000,
      engagement: 2300,
    },
  ),
  posted(
    12,
    'x',
    'x-2002',
    ['Dani Ruiz', 'dani_ruiz_', 1100],
    'Passenger injured on Acme Air AA512, taken away by ambulance. Crew told us to delete our videos.',
    {
      reach: 22_000,
      engagement: 640,
    },
  ),

  // Money.
  posted(
    14,
    'trustpilot',
    'tp-3001',
    ['G. Meyer', 'gmeyer', 0],
    'Charged three times for one booking, 1,240 euros gone, support chat closes on me every time. I want my refund.',
    {
      reach: 900,
    },
  ),

  // Praise that is none.
  posted(
    15.5,
    'x',
    'x-4001',
    ['Tasha Quinn', 'tashaq', 3400],
    'Love how @AcmeAir lost my bag AGAIN. Three for three! Really inspiring consistency 👏',
    {
      sentiment: 'positive',
      reach: 4100,
      engagement: 88,
    },
  ),

  // The press asks.
  posted(
    17,
    'x',
    'x-5001',
    ['Oliver Trent', 'olivertrent_news', 126_000],
    'Hi @AcmeAir, I am a reporter with the Daily Meridian. Can you comment on reports of an injured passenger on AA512? Deadline 5 pm.',
    {
      sentiment: 'neutral',
      reach: 130_000,
      engagement: 210,
    },
  ),

  // Other people's data.
  posted(
    19,
    'reddit',
    'rd-6001',
    ['u/tailwind_t', 'tailwind_t', 0],
    "Logged into my Acme Air account and I see SOMEONE ELSE'S bookings, passport number and home address. Screenshots saved. Is this a data breach?",
    {
      reach: 18_000,
      engagement: 430,
    },
  ),
  posted(
    21,
    'reddit',
    'rd-6002',
    ['u/layover_lou', 'layover_lou', 0],
    "Same here, the Acme Air app shows me a stranger's passport and card. This is a leak, report it.",
    {
      reach: 6000,
      engagement: 71,
    },
  ),

  posted(
    22.5,
    'instagram',
    'ig-7002',
    ['Pilar Montes', 'pilarviaja', 5100],
    'Does anyone know if Acme Air lets you bring a surfboard as sports luggage?',
    {
      sentiment: 'neutral',
      engagement: 3,
    },
  ),

  // Not in English.
  posted(
    24,
    'x',
    'x-8001',
    ['Núria Sala', 'nuriasala', 760],
    "Vergonya @AcmeAir: sis hores tirats a l'aeroport de Barcelona i ningú no ens dona aigua. Hi ha gent gran marejada.",
    {
      reach: 2900,
      engagement: 54,
    },
  ),
  posted(
    26,
    'x',
    'x-8002',
    ['山口 翔', 'sho_yamaguchi', 1800],
    'アクメ航空の便が突然欠航。説明も返金もなし。空港に取り残されています。',
    { reach: 3600, engagement: 33 },
  ),

  // Made to break whatever shows it: markup, a channel-wide mention, text that runs backwards.
  posted(
    28,
    'x',
    'x-9001',
    ['<!here> *admin*', 'n0tabot', 12],
    '<!channel> *URGENT* <https://evil.example|click to confirm your account> `rm -rf` & <script>alert(1)</script> \u202Etxet sdrawkcab\u202C @AcmeAir',
    {
      engagement: 0,
    },
  ),

  // And it does not stop.
  posted(30, 'x', 'x-1009', ['Tiago N.', 'tiagon', 430], `RT @opo_watch: ${ANGRY}`, { engagement: 12 }),
  posted(
    32,
    'tiktok',
    'tt-2003',
    ['avgeek central', 'avgeekcentral', 310_000],
    'Stitch with @dani.r: hard landing, injured passenger, crew asking people to delete videos. Acme Air, we are waiting.',
    {
      reach: 410_000,
      engagement: 18_500,
    },
  ),
  posted(
    34,
    'x',
    'x-5002',
    ['Meridian Breaking', 'meridianbreaking', 890_000],
    'BREAKING: Passenger injured on Acme Air flight AA512, witnesses say. The airline has not commented.',
    {
      reach: 900_000,
      engagement: 4400,
    },
  ),
  posted(
    36,
    'x',
    'x-1010',
    ['Marta Lopes', 'martalopes_pt', 2400],
    'UPDATE: 11 hours now. They gave us a voucher for 4 euros. @AcmeAir are you serious? #AcmeAirFail',
    {
      reach: 58_000,
      engagement: 1900,
    },
  ),
  posted(
    38,
    'reddit',
    'rd-6003',
    ['u/gatekeeper_99', 'gatekeeper_99', 0],
    'Acme Air data leak megathread: what we know so far about exposed passports',
    {
      reach: 42_000,
      engagement: 960,
    },
  ),
  posted(
    40,
    'instagram',
    'ig-7003',
    ['Joost van Dijk', 'joostontour', 2600],
    'Shout-out to gate agent Carla of @acmeair in Porto, who bought water for the families from her own money.',
    {
      sentiment: 'positive',
      reach: 3100,
      engagement: 260,
    },
  ),
];
