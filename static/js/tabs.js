/** On a narrow screen the tabs of a case scroll sideways; the current one is brought into view. */

const current = document.querySelector(".tabs [aria-current]");
if (current) {
  const tabs = current.parentElement;
  tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
}
