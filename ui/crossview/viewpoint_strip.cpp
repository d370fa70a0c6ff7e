// Tiles, and what is drawn again.
#include "ui/crossview/viewpoint_strip.h"

#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "core/document/painting.h"
#include "core/images/image_files.h"
#include "core/images/sheet.h"
#include "ui/crossview/translation.h"
#include "ui/inspect/picture_tile.h"
#include "ui/inspect/tile_grid.h"
#include "ui/photo/preview_run.h"
#include "ui/theme/column_scroll.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {

constexpr int kMargin = 12;  // TileGrid's
constexpr int kSmallestTile = 96;
constexpr int kLargestTile = 320;

/// No larger than the photos of the strip are.
QImage shrunk(const QImage& image) {
    constexpr int kSide = PreviewRun::kSide;
    return std::max(image.width(), image.height()) > kSide
               ? image.scaled(kSide, kSide, Qt::KeepAspectRatio)
               : image;
}

/// The map in the corner of its photo, a third as wide.
QImage withMap(const QImage& photo, const QImage& map) {
    QImage both = photo.convertToFormat(QImage::Format_RGB32);
    const QSize size = map.size().scaled(both.size() / 3, Qt::KeepAspectRatio);
    QRect corner(QPoint(0, 0), size);
    const int edge = std::max(2, both.width() / 100);
    corner.translate(2 * edge, 2 * edge);
    QPainter painter(&both);
    painter.fillRect(corner.adjusted(-edge, -edge, edge, edge), colours().overlay);
    painter.drawImage(corner, map);
    return both;
}

}  // namespace

ViewpointStrip::ViewpointStrip(Painting& painting, RenderService& renders, QWidget* parent)
    : QWidget(parent),
      painting_(painting),
      renders_(renders),
      header_(new SectionHeader(tr("Viewpoints"))),
      addFiles_(header_->addButton(tr("Add maps"), tr("Add label maps"))),
      addPainting_(header_->addButton(tr("Add painting"), tr("Add the open painting"))),
      clear_(header_->addButton(tr("Clear"), tr("Clear the strip"))),
      export_(header_->addButton(Icon::Export, tr("Export the strip"))),
      reason_(new QLabel),
      grid_(new TileGrid),
      scroll_(newColumnScroll(grid_)),
      run_(new PreviewRun(renders, this)) {
    setAcceptDrops(true);
    reason_->setWordWrap(true);
    reason_->setMargin(kMargin);
    reason_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setRole(reason_, Role::Muted);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(reason_);
    column->addWidget(scroll_, 1);
    connectSources();
    showTiles();
}

void ViewpointStrip::connectSources() {
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &ViewpointStrip::redraw);
    const auto schedule = qOverload<>(&QTimer::start);
    connect(&painting_, &Painting::sourceChanged, &soon_, schedule);
    connect(&painting_, &Painting::styleChanged, &soon_, schedule);
    connect(&painting_, &Painting::replaced, &soon_, schedule);
    connect(&renders_, &RenderService::modelOpened, this, &ViewpointStrip::forget);
    connect(addFiles_, &QToolButton::clicked, this, &ViewpointStrip::filesRequested);
    connect(addPainting_, &QToolButton::clicked, this, &ViewpointStrip::paintingRequested);
    connect(clear_, &QToolButton::clicked, this, &ViewpointStrip::clear);
    connect(export_, &QToolButton::clicked, this, &ViewpointStrip::exportRequested);
    connect(grid_, &TileGrid::removeRequested, this, &ViewpointStrip::remove);
    connect(grid_, &TileGrid::clicked, this, [this](qsizetype index) {
        const Viewpoint viewpoint = entries_[static_cast<size_t>(index)].viewpoint;
        Q_EMIT picked(viewpoint);
    });
    connect(run_, &PreviewRun::drawn, this, [this](qsizetype index, const QImage& photo) {
        receive(index, photo, {});
    });
    connect(run_, &PreviewRun::failed, this, [this](qsizetype index, const QString& reason) {
        receive(index, {}, reason);
    });
}

const QList<PictureTile*>& ViewpointStrip::tiles() const {
    return grid_->tiles();
}

bool ViewpointStrip::isComplete() const {
    return !entries_.empty() && std::none_of(entries_.begin(), entries_.end(), [](const Entry& e) {
        return e.photo.isNull();
    });
}

void ViewpointStrip::add(const Viewpoint& viewpoint) {
    const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.viewpoint.labels == viewpoint.labels &&
               entry.viewpoint.palette == viewpoint.palette;
    });
    if (!known) {
        const QImage map = colorImage(viewpoint.labels, viewpoint.palette);
        entries_.push_back({viewpoint, shrunk(map), {}, {}, {}});
        showTiles();
        soon_.start();
    }
}

void ViewpointStrip::remove(qsizetype index) {
    run_->stop();  // its answers are counted as before
    entries_.erase(entries_.begin() + index);
    showTiles();
    soon_.start();
}

void ViewpointStrip::clear() {
    entries_.clear();
    run_->stop();
    showTiles();
}

QString ViewpointStrip::whyEmpty() const {
    if (const QString reason = whyNoTranslation(renders_); !reason.isEmpty()) {
        return reason;
    }
    if (entries_.empty()) {
        return tr(
            "Add label maps of other viewpoints, or drop them here: each is drawn from the "
            "one source photo.");
    }
    return painting_.source().image.isNull()
               ? tr("Choose a source photo: every map here is drawn from it.")
               : QString();
}

RenderInput ViewpointStrip::inputFor(const Viewpoint& viewpoint) const {
    PaintingData one = painting_.data();
    one.labels = viewpoint.labels;
    one.palette = viewpoint.palette;
    return RenderInput::of(one, painting_.revision());
}

void ViewpointStrip::forget() {
    for (Entry& entry : entries_) {
        entry.photo = {};
        entry.shows = {};
    }
    soon_.start();
}

// What is drawn already stays as it is.
void ViewpointStrip::redraw() {
    asked_.clear();
    std::vector<RenderInput> inputs;
    const bool possible = isVisible() && whyEmpty().isEmpty();
    for (size_t i = 0; i < entries_.size() && possible; ++i) {
        Entry& entry = entries_[i];
        const RenderInput input = inputFor(entry.viewpoint);
        if (entry.photo.isNull() || !entry.shows.shows(input)) {
            entry.photo = {};
            entry.shows = input;
            entry.problem.clear();
            asked_.push_back(i);
            inputs.push_back(input);
        }
    }
    run_->start(std::move(inputs));
    showTiles();
}

void ViewpointStrip::receive(qsizetype index, const QImage& photo, const QString& problem) {
    const size_t i = asked_[static_cast<size_t>(index)];
    entries_[i].photo = photo;
    entries_[i].problem = problem;
    showTile(static_cast<qsizetype>(i));
    if (isComplete()) {
        updateButtons();
        Q_EMIT completed();
    }
}

void ViewpointStrip::showTiles() {
    const QString reason = whyEmpty();
    reason_->setText(reason);
    reason_->setVisible(!reason.isEmpty());
    const int room = std::max(scroll_->maximumViewportSize().height() - 2 * kMargin, 0);
    grid_->setTileWidth(std::clamp(room, kSmallestTile, kLargestTile));
    grid_->setTiles(count(), [this](qsizetype i, PictureTile& tile) {
        tile.offerRemove(true);
        showTile(i);
    });
    updateButtons();
}

void ViewpointStrip::showTile(qsizetype index) {
    const Entry& entry = entries_[static_cast<size_t>(index)];
    PictureTile& tile = *tiles()[index];
    const bool drawn = !entry.photo.isNull();
    const QString& name = entry.viewpoint.name;
    tile.setPicture(drawn ? withMap(entry.photo, entry.map) : entry.map,
                    entry.problem.isEmpty() ? name : tr("%1: %2").arg(name, entry.problem));
    tile.setToolTip(entry.problem.isEmpty() ? tr("%1\nA click opens it to paint on").arg(name)
                                            : entry.problem);
}

void ViewpointStrip::updateButtons() {
    const QString reason = whyNoTranslation(renders_);
    const bool usable = reason.isEmpty();
    addFiles_->setEnabled(usable);
    addPainting_->setEnabled(usable);
    describe(addFiles_, tr("Add label maps"), usable ? tr("Or drop them here") : reason);
    describe(addPainting_, tr("Add the open painting"), reason);
    clear_->setEnabled(!entries_.empty());
    export_->setEnabled(isComplete());
    describe(export_,
             tr("Export the strip"),
             isComplete() ? tr("Writes source, maps and photos into one picture")
                          : tr("Not all photos are there yet"));
}

QImage ViewpointStrip::sheet() const {
    QList<QImage> maps;
    QList<QImage> photos;
    for (const Entry& entry : entries_) {
        maps << entry.map;
        photos << entry.photo;
    }
    return viewpointSheet(shrunk(painting_.source().image), maps, photos);
}

void ViewpointStrip::writeSheet(const QString& file) const {
    writePhoto(sheet(), file);
}

void ViewpointStrip::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    soon_.start();
}

void ViewpointStrip::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    run_->stop();
}

void ViewpointStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTiles();
}

void ViewpointStrip::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && addFiles_->isEnabled()) {
        event->acceptProposedAction();
    }
}

void ViewpointStrip::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        files << url.toLocalFile();
    }
    event->acceptProposedAction();
    Q_EMIT filesDropped(files);
}

}  // namespace tessera::ui
