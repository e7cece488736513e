/**
 * Public pages are whole without a script: a number can be selected by a tap, or kept as a picture. Where a script may copy it,
 * its button is shown; `data-copy` names what is copied, `data-copied` says that it was.
 */
(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const number = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = button.parentElement.querySelector("[role=status]");
      try {
        await navigator.clipboard.writeText(number.textContent);
        said.textContent = button.dataset.copied;
      } catch {
        // Not allowed: what is to be copied stands selected, for the browser's own menu.
        getSelection().selectAllChildren(number);
      }
    });
  }
})();
