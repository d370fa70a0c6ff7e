// The switch, the photo, the buttons, and one line.
#include "ui/crossview/source_panel.h"

#include <QButtonGroup>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QToolButton>
#include <exception>

#include "core/document/painting.h"
#include "core/document/source_photo.h"
#include "core/jobs/render_service.h"
#include "ui/crossview/translation.h"
#include "ui/photo/photo_view.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {

constexpr int kMargin = 12;
const QString kFolderKey = QStringLiteral("folders/sourcePhoto");

QString fileOf(const QDropEvent& event) {
    const QList<QUrl> urls = event.mimeData()->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

}  // namespace

SourcePanel::SourcePanel(Painting& painting, RenderService& renders, QWidget* parent)
    : QWidget(parent),
      painting_(painting),
      renders_(renders),
      header_(new SectionHeader(tr("Source photo"))),
      view_(new PhotoView),
      name_(new QLabel),
      line_(new QLabel) {
    setAcceptDrops(true);
    view_->setAccessibleName(tr("Source photo"));
    setRole(name_, Role::Muted);
    name_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    line_->setWordWrap(true);
    auto* room = new QVBoxLayout;
    room->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    room->setSpacing(Metrics::unit);
    room->addWidget(createSwitch());
    room->addWidget(view_);
    room->addWidget(name_);
    room->addWidget(line_);
    room->addWidget(createButtons());
    room->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addLayout(room);
    connectSources();
    setPainted(painted_);
    adopt();
}

QWidget* SourcePanel::createSwitch() {
    auto* frame = new QWidget;
    frame->setAttribute(Qt::WA_StyledBackground);
    setRole(frame, Role::Segments);
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(0);
    directions_ = new QButtonGroup(this);
    const auto add = [&](StripTile painted, const QString& text, const QString& tip) {
        auto* button = new QToolButton;
        button->setText(text);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setRole(button, Role::Segment);
        describe(button, text, tip);
        directions_->addButton(button, static_cast<int>(painted));
        row->addWidget(button);
    };
    add(StripTile::Ground,
        tr("Aerial to ground"),
        tr("The ground view is painted, the photo is from above"));
    add(StripTile::Aerial,
        tr("Ground to aerial"),
        tr("The view from above is painted, the photo is from the ground"));
    connect(directions_, &QButtonGroup::idClicked, this, [this](int id) {
        Q_EMIT paintedChosen(static_cast<StripTile>(id));
    });
    return frame;
}

QWidget* SourcePanel::createButtons() {
    open_ = new QPushButton(icon(Icon::Open), tr("Open a photo…"));
    fit_ = new QPushButton(tr("Scale and crop"));
    remove_ = new QPushButton(tr("Remove"));
    describe(fit_, tr("Scale and crop"), tr("Makes the photo as large as the painting"));
    describe(remove_, tr("Remove the source photo"));
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Metrics::unit);
    for (QPushButton* button : {open_, fit_, remove_}) {
        row->addWidget(button);
    }
    row->addStretch();
    connect(open_, &QPushButton::clicked, this, &SourcePanel::choose);
    connect(fit_, &QPushButton::clicked, this, &SourcePanel::fit);
    connect(remove_, &QPushButton::clicked, this, &SourcePanel::remove);
    return buttons;
}

void SourcePanel::connectSources() {
    connect(&renders_, &RenderService::modelOpened, this, &SourcePanel::adopt);
    connect(&painting_, &Painting::sourceChanged, this, &SourcePanel::adopt);
    connect(&painting_, &Painting::replaced, this, &SourcePanel::adopt);
}

void SourcePanel::setPainted(StripTile tile) {
    painted_ = tile;
    directions_->button(static_cast<int>(tile))->setChecked(true);
}

void SourcePanel::choose() {
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString file =
        QFileDialog::getOpenFileName(this,
                                     tr("Open the photo of the other view"),
                                     QSettings().value(kFolderKey, pictures).toString(),
                                     tr("Photos (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"));
    if (!file.isEmpty()) {
        QSettings().setValue(kFolderKey, QFileInfo(file).path());
        takeFile(file);
    }
}

void SourcePanel::takeFile(const QString& file) {
    refused_ = {};
    failure_.clear();
    try {
        const SourcePhoto source = readSourcePhoto(file, painted_);
        if (source.image.size() == painting_.labels().size()) {
            use(source);
        } else {
            refused_ = source;
        }
    } catch (const std::exception& error) {
        failure_ = QString::fromUtf8(error.what());
    }
    say();
}

void SourcePanel::fit() {
    const SourcePhoto& source = refused_.image.isNull() ? painting_.source() : refused_;
    if (!source.image.isNull() && !painting_.labels().isEmpty()) {
        use(fittedTo(painting_.labels().size(), source));
    }
}

void SourcePanel::remove() {
    painting_.setSource({}, tr("Remove the source photo"));
}

void SourcePanel::use(const SourcePhoto& source) {
    painting_.setSource(source, tr("Source: %1").arg(source.name));
    adopt();
}

void SourcePanel::adopt() {
    refused_ = {};
    failure_.clear();
    const SourcePhoto& source = painting_.source();
    view_->setPhoto(source.image);
    name_->setVisible(!source.image.isNull());
    showName();
    say();
}

void SourcePanel::showName() {
    const SourcePhoto& source = painting_.source();
    const QString text = tr("%1 · %2").arg(source.name, sizeText(source.image.size()));
    name_->setText(name_->fontMetrics().elidedText(text, Qt::ElideMiddle, width() - 2 * kMargin));
    name_->setToolTip(text);
}

QString SourcePanel::whatIsWrong() const {
    if (const QString reason = whyNoTranslation(renders_); !reason.isEmpty()) {
        return reason;
    }
    if (!failure_.isEmpty()) {
        return failure_;
    }
    return refused_.image.isNull() ? whyNoSource(painting_)
                                   : tr("%1 is %2, the painting %3.")
                                         .arg(refused_.name,
                                              sizeText(refused_.image.size()),
                                              sizeText(painting_.labels().size()));
}

void SourcePanel::say() {
    problem_ = whatIsWrong();
    const bool waiting = painting_.source().image.isNull() && refused_.image.isNull();
    const bool quiet = !whyNoTranslation(renders_).isEmpty() || (waiting && failure_.isEmpty());
    setRole(line_, quiet ? Role::Muted : Role::Problem);
    line_->setText(problem_);
    line_->setVisible(!problem_.isEmpty());
    updateButtons();
}

void SourcePanel::updateButtons() {
    const QString disabled = whyNoTranslation(renders_);
    const bool usable = disabled.isEmpty();
    const bool there = !painting_.source().image.isNull();
    view_->setProblem(usable && !there ? tr("Drop a photo here") : QString());
    open_->setEnabled(usable);
    describe(open_, tr("Open a source photo"), usable ? tr("Or drop it here") : disabled);
    setRole(open_, usable && !there ? Role::Primary : Role::Normal);
    const bool unfit = there && !whyNoSource(painting_).isEmpty();
    fit_->setVisible(usable && (unfit || !refused_.image.isNull()));
    remove_->setVisible(usable && there);
    for (QAbstractButton* direction : directions_->buttons()) {
        direction->setEnabled(usable);
    }
}

void SourcePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showName();
}

void SourcePanel::dragEnterEvent(QDragEnterEvent* event) {
    if (open_->isEnabled() && !fileOf(*event).isEmpty()) {
        event->acceptProposedAction();
    }
}

void SourcePanel::dropEvent(QDropEvent* event) {
    takeFile(fileOf(*event));
    event->acceptProposedAction();
}

}  // namespace tessera::ui
