// Rolls, has them drawn, marks the one in use.
#include "ui/style/many_styles.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <algorithm>
#include <cmath>
#include <exception>

#include "core/document/painting.h"
#include "core/images/image_files.h"
#include "core/images/sheet.h"
#include "core/jobs/render_service.h"
#include "ui/inspect/picture_tile.h"
#include "ui/inspect/tile_grid.h"
#include "ui/photo/preview_run.h"
#include "ui/style/roll.h"
#include "ui/style/style_model.h"
#include "ui/theme/column_scroll.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kCounts[] = {4, 9, 16, 25};
constexpr int kFirstCount = 9;
constexpr int kMargin = 12;  // TileGrid's
constexpr QSize kFirstSize(980, 760);
}  // namespace

ManyStyles::ManyStyles(Painting& painting, RenderService& renders, QWidget* parent)
    : QWidget(parent, Qt::Window),
      painting_(painting),
      renders_(renders),
      run_(new PreviewRun(renders, this)),
      grid_(new TileGrid),
      scroll_(newColumnScroll(grid_)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Many from one"));
    setWindowIcon(icon(Icon::App));
    resize(kFirstSize);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(createBar());
    column->addWidget(scroll_, 1);
    connectSources();
    roll();
}

QWidget* ManyStyles::createBar() {
    count_ = new QComboBox;
    for (const int count : kCounts) {
        count_->addItem(QString::number(count), count);
    }
    count_->setCurrentIndex(count_->findData(kFirstCount));
    describe(count_, tr("Styles"), tr("How many photos of the painting to choose from"));
    auto* text = new QLabel(tr("&Styles"));
    text->setBuddy(count_);
    roll_ = new QPushButton(icon(Icon::Die, colours().onAccent), tr("Roll others"));
    setRole(roll_, Role::Primary);
    auto* hint = new QLabel(tr("A click uses a style; the first is that of the painting."));
    setRole(hint, Role::Muted);
    export_ = new QPushButton(icon(Icon::Export), tr("Export the sheet…"));
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kMargin, Metrics::unit, kMargin, Metrics::unit);
    row->setSpacing(Metrics::unit);
    row->addWidget(text);
    row->addWidget(count_);
    row->addWidget(roll_);
    row->addWidget(hint);
    row->addStretch();
    row->addWidget(export_);
    return bar;
}

void ManyStyles::connectSources() {
    still_.setSingleShot(true);
    still_.setInterval(kStill);
    connect(&still_, &QTimer::timeout, this, &ManyStyles::redraw);
    connect(count_, &QComboBox::currentIndexChanged, this, &ManyStyles::roll);
    connect(roll_, &QPushButton::clicked, this, &ManyStyles::roll);
    connect(export_, &QPushButton::clicked, this, &ManyStyles::exportSheet);
    connect(grid_, &TileGrid::clicked, this, [this](qsizetype index) {
        Q_EMIT picked(styles_[static_cast<size_t>(index)]);
        markCurrent();
    });
    connect(run_, &PreviewRun::drawn, this, &ManyStyles::showPicture);
    connect(run_, &PreviewRun::failed, this, &ManyStyles::showProblem);
    connect(&painting_, &Painting::labelsChanged, &still_, qOverload<>(&QTimer::start));
    connect(&painting_, &Painting::sourceChanged, this, &ManyStyles::redraw);
    connect(&painting_, &Painting::replaced, this, &ManyStyles::roll);
    connect(&painting_, &Painting::styleChanged, this, &ManyStyles::markCurrent);
    connect(&renders_, &RenderService::modelOpened, this, &ManyStyles::roll);
}

const QList<PictureTile*>& ManyStyles::tiles() const {
    return grid_->tiles();
}

bool ManyStyles::isComplete() const {
    return std::none_of(
        pictures_.begin(), pictures_.end(), [](const QImage& picture) { return picture.isNull(); });
}

void ManyStyles::setCount(int count) {
    count_->setCurrentIndex(count_->findData(count));
}

void ManyStyles::roll() {
    const std::optional<ModelInfo> model = renders_.model();
    styles_ = {painting_.style()};
    while (whyNoRoll(model).isEmpty() &&
           static_cast<int>(styles_.size()) < count_->currentData().toInt()) {
        styles_.push_back(rolled(painting_.style(), Roll::Both, *model));
    }
    redraw();
}

void ManyStyles::redraw() {
    still_.stop();
    pictures_ = QList<QImage>(static_cast<qsizetype>(styles_.size()));
    std::vector<RenderInput> inputs;
    for (const Style& style : styles_) {
        PaintingData one = painting_.data();
        one.style = style;
        inputs.push_back(RenderInput::of(one, painting_.revision()));
    }
    run_->start(std::move(inputs));
    showAll();
}

void ManyStyles::showAll() {
    const QImage labels = colorImage(painting_.labels(), painting_.palette());
    grid_->setTiles(pictures_.size(), [&](qsizetype i, PictureTile& tile) {
        tile.setCheckable(true);
        tile.setMuted(false);
        tile.setPicture(labels, tr("%1 · waiting").arg(i + 1));
    });
    markCurrent();
    fitTiles();
    updateButtons();
}

void ManyStyles::showPicture(qsizetype index, const QImage& picture) {
    pictures_[index] = picture;
    tiles()[index]->setPicture(picture, QString::number(index + 1));
    if (isComplete()) {
        updateButtons();
        Q_EMIT completed();
    }
}

void ManyStyles::showProblem(qsizetype index, const QString& reason) {
    PictureTile& tile = *tiles()[index];
    tile.setPicture(tile.picture(), reason);
    tile.setToolTip(reason);
}

void ManyStyles::markCurrent() {
    for (qsizetype i = 0; i < tiles().size(); ++i) {
        tiles()[i]->setChecked(sameLook(styles_[static_cast<size_t>(i)], painting_.style()));
    }
}

int ManyStyles::columns() const {
    return static_cast<int>(std::ceil(std::sqrt(static_cast<double>(pictures_.size()))));
}

// As large as all of them can be at once.
void ManyStyles::fitTiles() {
    const QSize room = scroll_->maximumViewportSize() - QSize(2 * kMargin, 2 * kMargin);
    const QSize picture = painting_.labels().size();
    if (picture.isEmpty() || pictures_.isEmpty()) {
        return;
    }
    const int gaps = (columns() - 1) * Metrics::unit;
    const auto rows = static_cast<int>((pictures_.size() + columns() - 1) / columns());
    const int byWidth = (room.width() - gaps) / columns();
    const int byHeight =
        (room.height() - (rows - 1) * Metrics::unit) / rows * picture.width() / picture.height();
    constexpr int kLeast = 96;
    const int width = std::max(kLeast, std::min(byWidth, byHeight));
    grid_->setTileWidth(width);
    const int beside = std::max(kMargin, (room.width() - gaps - columns() * width) / 2 + kMargin);
    grid_->layout()->setContentsMargins(beside, kMargin, beside, kMargin);
}

void ManyStyles::updateButtons() {
    const QString noRoll = whyNoRoll(renders_.model());
    roll_->setEnabled(noRoll.isEmpty());
    describe(roll_, tr("Roll other styles"), noRoll);
    export_->setEnabled(isComplete());
    describe(export_,
             tr("Export the sheet"),
             isComplete() ? tr("Writes all photos into one picture")
                          : tr("Some of the photos are not there yet"));
}

void ManyStyles::exportSheet() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the sheet"), proposedFile_, tr("PNG pictures (*.png)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        writeSheet(file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)
                       ? file
                       : file + QStringLiteral(".png"));
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void ManyStyles::writeSheet(const QString& file) const {
    writePhoto(pictureSheet(pictures_, columns()), file);
}

void ManyStyles::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), colours().panel);
}

void ManyStyles::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTiles();
}

void ManyStyles::keyPressEvent(QKeyEvent* event) {
    event->key() == Qt::Key_Escape ? void(close()) : QWidget::keyPressEvent(event);
}

}  // namespace tessera::ui
