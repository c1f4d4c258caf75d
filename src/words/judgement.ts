export const CAUSES = {
  unknown: 'Not known yet',
  human_error: 'Human error',
  malicious_insider: 'Malicious insider',
  account_takeover: 'Account takeover',
  security_incident: 'Security incident',
  product_fault: 'Product fault',
  service_outage: 'Service outage',
  external_partner: 'External partner',
  policy_or_content: 'Our policy or content',
  misinformation: 'Misinformation',
  legitimate_complaint: 'Legitimate complaint',
  unfounded_or_abuse: 'Unfounded or abuse',
} as const;

export type Cause = keyof typeof CAUSES;

export const AFFECTED = {
  people: 'People (safety or health)',
  customers: 'Customers',
  staff: 'Staff',
  nobody_known: 'Nobody yet known',
} as const;

export type Affected = keyof typeof AFFECTED;

export const NETWORKS = {
  x: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  linkedin: 'LinkedIn',
  reddit: 'Reddit',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  quora: 'Quora',
  review: 'Review site',
  news: 'News',
  blog: 'Blog',
  forum: 'Forum',
  ticket: 'Support ticket',
  other: 'Elsewhere',
} as const;

export type Network = keyof typeof NETWORKS;

export const DISMISS_REASONS = {
  not_about_us: 'Not about us',
  already_handled: 'Already handled',
  spam_or_troll: 'Spam or troll',
  mis_scored: 'Mis-scored (not negative)',
  duplicate: 'Duplicate',
  watch_only: 'Watch only',
} as const;

export type DismissReason = keyof typeof DISMISS_REASONS;
