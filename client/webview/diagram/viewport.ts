import type { Point } from './layout';

/** What of the drawing is in sight: moved by dragging, the wheel and the arrow keys, zoomed by the wheel with Ctrl and by + and -. */
export class Viewport {
  private scale = 1;
  private offset: Point = { x: 0, y: 0 };
  private size = { width: 1, height: 1 };
  private content: SVGElement | undefined;
  /** Until the user moves the view, it fits each new drawing. */
  private touched = false;

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
      if (!this.touched) this.fit();
    }).observe(canvas);
  }

  /** Shows another drawing where the last one was. */
  show(content: SVGElement, width: number, height: number): void {
    this.content = content;
    this.size = { width, height };
    this.canvas.replaceChildren(content);
    if (this.touched) this.apply();
    else this.fit();
  }

  fit(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.scale = Math.min(1.25, width / this.size.width, height / this.size.height) || 1;
    this.offset = { x: Math.max(0, (width - this.size.width * this.scale) / 2), y: 0 };
    this.touched = false;
    this.apply();
  }

  zoom(factor: number, about: Point = this.middle()): void {
    const scale = Math.min(4, Math.max(0.1, this.scale * factor));
    const ratio = scale / this.scale;
    this.offset = { x: about.x - (about.x - this.offset.x) * ratio, y: about.y - (about.y - this.offset.y) * ratio };
    this.scale = scale;
    this.touched = true;
    this.apply();
  }

  move(x: number, y: number): void {
    this.offset = { x: this.offset.x + x, y: this.offset.y + y };
    this.touched = true;
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
