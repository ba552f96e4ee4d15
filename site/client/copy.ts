/** Buttons that copy the text before them. Without scripts, text is copied by hand. */
for (const button of document.querySelectorAll<HTMLButtonElement>('.copy')) {
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    const text = button.previousElementSibling?.textContent ?? '';
    const done = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Not copied: the browser forbids it',
    );
    button.textContent = done;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}
