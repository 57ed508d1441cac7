import type { Point } from './layout';

/** Nothing is shown smaller than this unasked: of a larger drawing a part is in sight, in letters that can be read. */
const readable = 0.6;

/** What of the drawing is in sight: moved by dragging, the wheel and the arrow keys, zoomed by the wheel with Ctrl and by + and -. */
export class Viewport {
  private scale = 1;
  private offset: Point = { x: 0, y: 0 };
  private size = { width: 1, height: 1 };
  private content: SVGElement | undefined;
  /** Until the user moves the view, it fits each new drawing, at no smaller a scale than this. */
  private fitting: number | undefined = readable;

  constructor(private readonly canvas: SVGSVGElement) {
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey)
        this.zoom(Math.exp(-event.deltaY / 300), { x: event.offsetX, y: event.offsetY });
      else this.move(-event.deltaX, -event.deltaY);
    });
    canvas.addEventListener('pointerdown', (event) => {
      if (event.target === canvas) canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) this.move(event.movementX, event.movementY);
    });
    new ResizeObserver(() => {
      this.fitAgain();
    }).observe(canvas);
  }

  /** Shows another drawing where the last one was. */
  show(content: SVGElement, width: number, height: number): void {
    this.content = content;
    this.size = { width, height };
    this.canvas.replaceChildren(content);
    if (this.fitting === undefined) this.apply();
    else this.fitAgain();
  }

  /** Shows all of it, however small. */
  fit(): void {
    this.fitting = 0;
    this.fitAgain();
  }

  private fitAgain(): void {
    if (this.fitting === undefined) return;
    const { width, height } = this.canvas.getBoundingClientRect();
    this.scale = Math.max(this.fitting, Math.min(1.25, width / this.size.width, height / this.size.height)) || 1;
    this.offset = { x: Math.max(0, (width - this.size.width * this.scale) / 2), y: 0 };
    this.apply();
  }

  zoom(factor: number, about: Point = this.middle()): void {
    const scale = Math.min(4, Math.max(0.05, this.scale * factor));
    const ratio = scale / this.scale;
    this.offset = { x: about.x - (about.x - this.offset.x) * ratio, y: about.y - (about.y - this.offset.y) * ratio };
    this.scale = scale;
    this.fitting = undefined;
    this.apply();
  }

  move(x: number, y: number): void {
    this.offset = { x: this.offset.x + x, y: this.offset.y + y };
    this.fitting = undefined;
    this.apply();
  }

  /** Moves the view just as far as it takes to have the element in sight. */
  reveal(element: Element): void {
    const [box, view] = [element.getBoundingClientRect(), this.canvas.getBoundingClientRect()];
    const x = Math.max(0, view.left - box.left) - Math.max(0, box.right - view.right);
    const y = Math.max(0, view.top - box.top) - Math.max(0, box.bottom - view.bottom);
    if (x !== 0 || y !== 0) this.move(x, y);
  }

  private middle(): Point {
    const { width, height } = this.canvas.getBoundingClientRect();
    return { x: width / 2, y: height / 2 };
  }

  private apply(): void {
    this.content?.setAttribute('transform', `translate(${this.offset.x} ${this.offset.y}) scale(${this.scale})`);
  }
}
