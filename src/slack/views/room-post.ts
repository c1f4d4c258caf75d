import type { KnownBlock } from '@slack/types';
import { type Incident, incidentName, ROLES, type RoomPost } from '../../words.ts';
import { ACTION, incidentValue } from './actions.ts';
import { responseLine } from './clock-line.ts';
import { button } from './elements.ts';
import { incidentReminder } from './reminder.ts';
import { context, counted, type MessageView, moment, person, quoted, section, spoken } from './text.ts';

/** A post in an incident's room. */
export function roomPost(incident: Incident, post: RoomPost): MessageView {
  const said = sentence(incident, post);
  return { text: said, blocks: [section(said), ...furtherBlocks(incident, post)] };
}

function sentence(incident: Incident, post: RoomPost): string {
  switch (post.about) {
    case 'reminder':
      return incidentReminder(incident, post.reminder);
    case 'page_acknowledged':
      return `✋ ${person(post.person)} has acknowledged the page (${spoken(post.why)}).`;
    case 'page_unanswered': {
      const asked = post.asked.map(person).join(', ');
      return `📵 <!channel> *Nobody answered the page* (${spoken(post.why)}). Asked: ${asked}. Call them by phone now.`;
    }
    case 'not_invited':
      return `⚠️ Could not invite ${post.people.map((one) => `${person(one.person)} (${one.because})`).join(', ')}.`;
    case 'severity': {
      const why = post.reason ? `: ${spoken(post.reason, 500)}` : '.';
      const late = post.lateBecauseRaised ? ' The deadline had passed already: 10 minutes were given.' : '';
      return `🎚️ ${person(post.by)} changed the severity from ${post.from} to *${post.to}*${why}${late}`;
    }
    case 'response':
      return post.response.kind === 'none'
        ? `🤐 *No public response*: ${responseLine(post)}. The response clock has stopped.`
        : `✅ *A human has answered in public*: ${responseLine(post)}. Response is not resolution: the incident goes on.`;
    case 'update':
      return `📣 *Update by ${person(post.by)}*${post.nextAt ? ` · next one by ${moment(post.nextAt)}` : ''}`;
    case 'heartbeat':
      return `🔧 *Tech*, by ${person(post.by)}: ${spoken(post.text, 1_000)}`;
    case 'note':
      return `📝 *Note by ${person(post.by)}*`;
    case 'role':
      return post.person === post.by
        ? `🙋 ${person(post.person)} is *${ROLES[post.role]}* now.`
        : `🙋 ${person(post.by)} made ${person(post.person)} *${ROLES[post.role]}*.`;
    case 'silence_asked':
      return `🤐 ${person(post.askedBy)} asks ${person(post.approver)} to approve *no public response*: ${spoken(post.reason, 500)}. The clock runs on until then.`;
    case 'silence_declined':
      return `❌ ${person(post.by)} has not approved "no public response". The clock runs on.`;
    case 'attached':
      return `🧷 ${person(post.by)} attached another story (${counted(post.mentions, 'mention')}): ${quoted(post.title)}`;
    case 'resolved':
      return `🟢 ${person(post.by)} resolved ${incidentName(incident.id)}. Watch whether it stays calm; \`/incident close\` shuts the books.`;
    case 'closed':
      return `⚫ ${person(post.by)} closed ${incidentName(incident.id)}. \`/incident reopen\` with a reason opens it again.`;
    case 'reopened':
      return `🔁 ${person(post.by)} opened ${incidentName(incident.id)} again: ${spoken(post.reason, 500)}`;
  }
}

function furtherBlocks(incident: Incident, post: RoomPost): KnownBlock[] {
  if (post.about === 'update' || post.about === 'note') return [section(spoken(post.text))];
  if (post.about === 'not_invited') return [context('Ask somebody with the right to do so to add them.')];
  if (post.about === 'reminder' && post.reminder.clock === 'heartbeat') {
    const value = incidentValue(incident);
    return [
      {
        type: 'actions',
        elements: [
          button(ACTION.heartbeatSame, 'No change', { value }),
          button(ACTION.heartbeatProgress, 'Progress…', { value }),
          button(ACTION.heartbeatFixed, 'Fixed', { value, style: 'primary' }),
        ],
      },
    ];
  }
  return [];
}
