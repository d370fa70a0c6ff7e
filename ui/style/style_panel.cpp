// The die, the photo, the styles.
#include "ui/style/style_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>
#include <exception>
#include <set>

#include "core/document/painting.h"
#include "core/images/image_files.h"
#include "core/jobs/render_service.h"
#include "ui/style/many_styles.h"
#include "ui/style/style_list.h"
#include "ui/style/style_model.h"
#include "ui/style/style_thumbnails.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {

Roll rollFor(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ControlModifier) {
        return Roll::NoiseOnly;
    }
    return modifiers & (Qt::AltModifier | Qt::ShiftModifier) ? Roll::StyleOnly : Roll::Both;
}

/// In the order of the palette; void is none.
std::vector<quint16> presentClasses(const LabelMap& labels) {
    std::set<quint16> present;
    for (int y = 0; y < labels.height(); ++y) {
        present.insert(labels.scanLine(y), labels.scanLine(y) + labels.width());
    }
    present.erase(kVoid);
    return {present.begin(), present.end()};
}

}  // namespace

StylePanel::StylePanel(RenderService& renders, QWidget* parent)
    : QWidget(parent), renders_(renders) {
    header_ = new SectionHeader(tr("Style"));
    openMany_ = header_->addButton(tr("Many"), tr("Many styles"));
    connect(openMany_, &QToolButton::clicked, this, &StylePanel::manyRequested);
    styles_ = new StyleModel(this);
    list_ = new StyleList(styles_);
    thumbnails_ = new StyleThumbnails(renders, *styles_, this);

    auto* room = new QVBoxLayout;
    room->setContentsMargins(7, 0, 7, 6);
    room->addWidget(list_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(createButtons());
    column->addLayout(room, 1);

    connect(list_, &StyleList::picked, this, &StylePanel::use);
    connect(&renders_, &RenderService::styleEncoded, this, &StylePanel::receiveStyle);
    connect(&renders_, &RenderService::failed, this, [this] { photoName_.clear(); });
    connect(&renders_, &RenderService::modelOpened, this, &StylePanel::adoptModel);
    adoptModel();
}

StylePanel::~StylePanel() = default;

QWidget* StylePanel::createButtons() {
    die_ = new QPushButton(icon(Icon::Die, colours().onAccent), tr("New style"));
    setRole(die_, Role::Primary);
    fromPhoto_ = new QPushButton(tr("From a photo…"));
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(10, 10, 10, Metrics::unit);
    row->addWidget(die_);
    row->addWidget(fromPhoto_);
    row->addStretch();
    connect(die_, &QPushButton::clicked, this, [this] {
        roll(rollFor(QGuiApplication::keyboardModifiers()));
    });
    connect(fromPhoto_, &QPushButton::clicked, this, [this] {
        const std::optional<ModelInfo> model = renders_.model();
        if (model && model->regionStyles) {
            offerRegions();
        } else {
            chooseFromPhoto();
        }
    });
    return buttons;
}

void StylePanel::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting) {
        connect(painting, &Painting::replaced, this, &StylePanel::adoptPainting);
        connect(painting, &Painting::modelNameChanged, this, &StylePanel::adoptPainting);
        connect(painting, &Painting::styleChanged, this, &StylePanel::adoptStyle);
        adoptPainting();
    }
    thumbnails_->setPainting(painting);
}

void StylePanel::adoptPainting() {
    photoName_.clear();
    styles_->reset(painting_->modelName());
    adoptStyle();
}

void StylePanel::adoptStyle() {
    styles_->setCurrent(painting_->style());
}

void StylePanel::adoptModel() {
    const std::optional<ModelInfo> model = renders_.model();
    styles_->setStyleLength(model ? model->styleLength : 0);
    const QString noRoll = whyNoRoll();
    die_->setEnabled(noRoll.isEmpty());
    describe(die_,
             tr("New style"),
             noRoll.isEmpty()
                 ? tr("Rolls colours and light, and the texture.\n"
                      "Ctrl-click keeps the style and rolls only the texture.\n"
                      "Shift- or Alt-click keeps the texture and rolls only the style.")
                 : noRoll);
    openMany_->setEnabled(noRoll.isEmpty());
    describe(openMany_,
             tr("Many styles"),
             noRoll.isEmpty() ? tr("Draws the painting in many styles to choose from") : noRoll);
    const QString noEncoder = whyNoEncoder();
    fromPhoto_->setEnabled(noEncoder.isEmpty());
    describe(
        fromPhoto_,
        tr("Style from a photo"),
        noEncoder.isEmpty() ? tr("Takes colours and light from a photo of your own") : noEncoder);
    Q_EMIT availabilityChanged();
}

QString StylePanel::whyNoRoll() const {
    return ui::whyNoRoll(renders_.model());
}

QString StylePanel::whyNoEncoder() const {
    const std::optional<ModelInfo> model = renders_.model();
    if (!model) {
        return tr("No model is open");
    }
    return model->styleEncoder ? QString()
                               : tr("%1 cannot read a style from a photo").arg(model->title);
}

void StylePanel::roll(Roll what) {
    if (!painting_ || !whyNoRoll().isEmpty()) {
        return;
    }
    const ModelInfo model = *renders_.model();
    const bool texture = what == Roll::NoiseOnly || !model.styleFromSeed;
    take(rolled(painting_->style(), what, model), texture ? tr("%1: texture") : QString());
}

/// Under a name that no other style has. `step`: what the history calls it, around that name.
void StylePanel::take(Style style, const QString& step) {
    style.styleName = styles_->nextName();
    painting_->setStyle(style, step.isEmpty() ? style.styleName : step.arg(style.styleName));
}

void StylePanel::showMany(const QString& proposedFile) {
    if (!painting_ || !whyNoRoll().isEmpty()) {
        return;
    }
    if (!many_) {
        many_ = new ManyStyles(*painting_, renders_, window());
        connect(many_, &ManyStyles::failed, this, &StylePanel::failed);
        connect(many_, &ManyStyles::picked, this, [this](const Style& style) {
            const bool known = styles_->indexOf(style) >= 0;
            known ? use(styles_->indexOf(style)) : take(style);
        });
    }
    many_->setProposedFile(proposedFile);
    many_->show();
    many_->raise();
    many_->activateWindow();
}

ManyStyles* StylePanel::many() const {
    return many_;
}

void StylePanel::use(int row) {
    if (painting_) {
        const Style style = styles_->style(row);
        painting_->setStyle(style, tr("Style: %1").arg(styles_->index(row).data().toString()));
    }
}

/// Which part of the picture is to take a photo's style: all, or one of its classes.
void StylePanel::offerRegions() {
    QMenu menu(this);
    menu.addAction(tr("All regions…"), this, &StylePanel::chooseFromPhoto);
    menu.addSeparator();
    if (painting_) {
        for (const quint16 present : presentClasses(painting_->labels())) {
            menu.addAction(tr("%1…").arg(painting_->palette().nameOf(present)),
                           this,
                           [this, present] { askForPhoto(present); });
        }
    }
    menu.exec(fromPhoto_->mapToGlobal(QPoint(0, fromPhoto_->height())));
}

void StylePanel::chooseFromPhoto() {
    askForPhoto(std::nullopt);
}

void StylePanel::askForPhoto(std::optional<quint16> region) {
    const QString key = QStringLiteral("folders/stylePhoto");
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString file =
        QFileDialog::getOpenFileName(this,
                                     tr("Take the style of a photo"),
                                     QSettings().value(key, pictures).toString(),
                                     tr("Photos (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"));
    if (!file.isEmpty()) {
        QSettings().setValue(key, QFileInfo(file).path());
        takeFromPhoto(file, region);
    }
}

StyleSource StylePanel::sourceOf(const QString& file, std::optional<quint16> region) const {
    StyleSource source;
    source.photo = readImage(file);
    if (painting_) {
        source.palette = painting_->palette();
        source.region = region;
        source.style = painting_->style().vector;
        if (!region) {
            source.labels = painting_->labels();
        }
    }
    return source;
}

void StylePanel::takeFromPhoto(const QString& file, std::optional<quint16> region) {
    if (const QString reason = whyNoEncoder(); !reason.isEmpty()) {
        Q_EMIT failed(reason);
        return;
    }
    try {
        const StyleSource source = sourceOf(file, region);
        renders_.encodeStyle(source);
        photoName_ = QFileInfo(file).completeBaseName();
        region_ = region;
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void StylePanel::receiveStyle(const std::vector<float>& vector) {
    if (!painting_ || photoName_.isEmpty()) {
        return;
    }
    Style style = painting_->style();
    style.vector = vector;
    style.styleName = std::exchange(photoName_, {});
    noteRegions(style);
    painting_->setStyle(style, tr("Style: %1").arg(style.styleName));
}

/// Says which classes have their style from this photo.
void StylePanel::noteRegions(Style& style) const {
    const std::optional<ModelInfo> model = renders_.model();
    const QString photo = style.styleName;
    if (region_) {
        const QString region = painting_->palette().nameOf(*region_);
        style.regionPhotos.insert(region, photo);
        style.styleName = tr("%1: %2").arg(region, photo);
        return;
    }
    style.regionPhotos.clear();
    if (model && model->regionStyles) {
        for (const quint16 present : presentClasses(painting_->labels())) {
            style.regionPhotos.insert(painting_->palette().nameOf(present), photo);
        }
    }
}

void StylePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    thumbnails_->setActive(true);
}

void StylePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    thumbnails_->setActive(false);
}

}  // namespace tessera::ui
