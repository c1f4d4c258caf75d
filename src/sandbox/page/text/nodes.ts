/** The leaves and branches of formatted text, whatever it was parsed from. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; children: Inline[] }
  | { type: 'user'; id: string; label?: string }
  | { type: 'channel'; id: string; label?: string }
  | { type: 'usergroup'; id: string; label?: string }
  | { type: 'broadcast'; range: 'channel' | 'here' | 'everyone' }
  | { type: 'date'; epoch: number; format: string; url?: string; fallback: string }
  | { type: 'emoji'; name: string };
