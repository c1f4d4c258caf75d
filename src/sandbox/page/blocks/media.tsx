/** Pictures, videos and files. Only pictures of this server are loaded: the page fetches nothing from outside. */
import type { FileBlock, ImageBlock, ImageElement, VideoBlock } from '@slack/types';
import { safeUrl } from '../text/control.ts';
import { OutLink } from '../text/inline-view.tsx';
import { PlainView } from '../text/text-view.tsx';

export function ImageView({ block }: { block: ImageBlock }) {
  return (
    <figure class="image">
      {block.title && (
        <figcaption>
          <PlainView text={block.title.text} />
        </figcaption>
      )}
      <Picture image={block} size="full" />
    </figure>
  );
}

export function Picture({ image, size }: { image: ImageBlock | ImageElement; size: 'icon' | 'thumbnail' | 'full' }) {
  const address = addressOf(image);
  const own = ownAddress(address);
  if (own) return <img class={`picture picture-${size}`} src={own} alt={image.alt_text} loading="lazy" />;
  const url = safeUrl(address);
  if (size === 'icon')
    return <span class="picture picture-icon picture-absent" role="img" aria-label={image.alt_text} />;
  return (
    <div class={`picture picture-${size} picture-absent`}>
      {url ? <OutLink url={url}>{image.alt_text || 'Picture'}</OutLink> : image.alt_text}
    </div>
  );
}

export function VideoView({ block }: { block: VideoBlock }) {
  const url = safeUrl(block.title_url ?? block.video_url);
  const by = [block.author_name, block.provider_name].filter(Boolean).join(' · ');
  return (
    <div class="attachment">
      <div>
        ▶{' '}
        {url ? (
          <OutLink url={url}>
            <PlainView text={block.title.text} />
          </OutLink>
        ) : (
          <PlainView text={block.title.text} />
        )}
      </div>
      {by && <div class="hint">{by}</div>}
      {block.description && (
        <div class="hint">
          <PlainView text={block.description.text} />
        </div>
      )}
    </div>
  );
}

export function FileView({ block }: { block: FileBlock }) {
  return <div class="attachment">Remote file {block.external_id}</div>;
}

function addressOf(image: ImageBlock | ImageElement): string {
  if ('image_url' in image) return image.image_url;
  if (!('url' in image.slack_file)) return `/files/${image.slack_file.id}`;
  // The app's address of a file wants its token; the page has its own.
  return image.slack_file.url.replace(/\/files-pri\/[A-Z\d]+-([A-Z\d]+)\//, '/files/$1/');
}

/** The address when it leads to this very server, else null. */
export function ownAddress(address: string): string | null {
  if (address.startsWith('data:image/')) return address;
  if (!URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.origin === location.origin ? url.href : null;
}
