const symbols: Record<string, string> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  pi: 'π',
  sigma: 'σ',
  phi: 'φ',
  Sigma: 'Σ',
  sum: 'Σ',
  prod: 'Π',
  cdot: '·',
  times: '×',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  approx: '≈',
  infty: '∞',
  to: '→',
  mid: '|',
  succ: '≻',
  ldots: '…',
  dots: '…',
  quad: ' ',
  partial: '∂',
  nabla: '∇',
  in: '∈',
  left: '',
  right: '',
};

/** A hint or a mistake as the terminal shows it: Markdown and TeX marks become plain letters. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```\w*.*\n([\s\S]*?)```/g, (_, code: string) => code.replace(/^/gm, '    ').trimEnd())
    .replace(/\$\$?([^$]+)\$\$?/g, (_, tex: string) => plainTex(tex))
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/ ?\[@[^\]]*\]/g, '')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=[\s).,;:!?]|$)/g, '$1$2')
    .trim();
}

function plainTex(tex: string): string {
  return tex
    .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, '($1)/($2)')
    .replace(/\\(?:text|mathrm|operatorname|mathbf)\{([^{}]*)\}/g, '$1')
    .replace(/\\([a-zA-Z]+) ?/g, (_, name: string) => symbols[name] ?? `${name} `)
    .replace(/\\[,;! ]/g, ' ')
    .replace(/_\{([^{}]*)\}/g, '_$1')
    .replace(/\^\{([^{}]*)\}/g, '^($1)')
    .replace(/[{}]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Breaks paragraphs into lines of at most `width` characters; indented lines stay as they are. */
export function wrap(text: string, width: number): string[] {
  const paragraphs = text.replace(/([^\n])\n(?=[^\n\s\-*\d])/g, '$1 ').split('\n');
  return paragraphs.flatMap(paragraph => {
    if (paragraph.startsWith('    ') || paragraph.length <= width) return [paragraph];
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line ? `${line} ${word}` : word;
      }
    }
    return [...lines, line];
  });
}
