// The search box of every page by the key «/».

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  // On an Arabic keyboard the key has another letter.
  if (event.key !== "/" && (event.code !== "Slash" || event.shiftKey)) return;
  const box = document.getElementById("find");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
