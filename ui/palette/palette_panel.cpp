// Puts list, search and buttons together.
#include "ui/palette/palette_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/document/painting.h"
#include "core/palette/palette_library.h"
#include "ui/palette/class_list_view.h"
#include "ui/palette/class_model.h"
#include "ui/palette/palette_switch.h"
#include "ui/palette/share_counter.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

PalettePanel::PalettePanel(const PaletteLibrary& library, QWidget* parent)
    : QWidget(parent), library_(library) {
    header_ = new SectionHeader(tr("Palette"));
    paletteButton_ = header_->addButton(Icon::ChevronDown, tr("Change the palette"));
    model_ = new ClassModel(this);
    list_ = new ClassListView(model_);
    shares_ = new ShareCounter(this);
    createSearch();

    auto* searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(10, Metrics::unit, 10, Metrics::unit);
    searchRow->addWidget(search_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addLayout(searchRow);
    column->addWidget(list_, 1);
    column->addWidget(createChangeSection());

    connect(paletteButton_, &QToolButton::clicked, this, &PalettePanel::showPalettes);
    connect(list_, &ClassListView::classPicked, this, &PalettePanel::setCurrentClass);
    connect(list_, &ClassListView::menuWanted, this, &PalettePanel::showClassMenu);
    connect(shares_, &ShareCounter::counted, model_, &ClassModel::setAreas);
}

void PalettePanel::createSearch() {
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Search classes"));
    search_->setClearButtonEnabled(true);
    describe(search_, tr("Search classes"), tr("Enter chooses the first one, Esc shows all"));
    search_->installEventFilter(this);
    connect(search_, &QLineEdit::textChanged, this, &PalettePanel::filter);
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        if (model_->firstClass() >= 0) {
            setCurrentClass(model_->firstClass());
            list_->setFocus();
        }
    });
}

QWidget* PalettePanel::createChangeSection() {
    auto* section = new QWidget;
    auto* column = new QVBoxLayout(section);
    column->setContentsMargins(0, 0, 0, Metrics::unit);
    auto* heading = new SectionHeader(tr("Change"));
    heading->setLineAbove(true);
    column->addWidget(heading);
    const auto addRow = [column] {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(10, 0, 10, 0);
        column->addLayout(row);
        return row;
    };
    const auto addButton = [](QHBoxLayout* row, const QString& text, const QString& tip) {
        auto* button = new QPushButton(text);
        describe(button, text, tip);
        button->setToolTip(tip);
        row->addWidget(button);
        return button;
    };
    QHBoxLayout* first = addRow();
    QPushButton* replace =
        addButton(first, tr("Replace class…"), tr("Give all pixels of one class to another one"));
    QPushButton* insert =
        addButton(first, tr("Insert…"), tr("Place a part of another label map in this picture"));
    first->addStretch();
    QHBoxLayout* second = addRow();
    QPushButton* compare = addButton(
        second, tr("Before / after"), tr("Compare the photo with an earlier one, side by side"));
    second->addStretch();
    connect(
        replace, &QPushButton::clicked, this, [this] { Q_EMIT replaceRequested(currentClass()); });
    connect(insert, &QPushButton::clicked, this, &PalettePanel::insertRequested);
    connect(compare, &QPushButton::clicked, this, &PalettePanel::beforeAfterRequested);
    return section;
}

void PalettePanel::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting) {
        connect(painting, &Painting::replaced, this, &PalettePanel::adoptPalette);
        adoptPalette();
    }
    shares_->setPainting(painting);  // after this panel, so that shares meet the new palette
}

void PalettePanel::adoptPalette() {
    const Palette& palette = painting_->palette();
    if (palette == model_->palette()) {
        return;
    }
    const int before = model_->chosen();
    const Palette old = model_->palette();
    model_->setPalette(palette);
    search_->clear();
    header_->setTitle(tr("Palette · %1").arg(palette.title()));
    const int same = before < old.size() ? palette.indexOfName(old.classes()[before].name) : -1;
    model_->setChosen(-1);
    setCurrentClass(std::max(same, 0));
}

int PalettePanel::currentClass() const {
    return model_->chosen();
}

void PalettePanel::setCurrentClass(int classIndex) {
    if (classIndex < 0 || classIndex >= model_->palette().size() ||
        classIndex == model_->chosen()) {
        return;
    }
    model_->setChosen(classIndex);
    list_->showClass(classIndex);
    Q_EMIT currentClassChanged(classIndex);
}

bool PalettePanel::chooseKey(int digit) {
    const int classIndex = digit == 0 ? 9 : digit - 1;
    if (classIndex >= model_->palette().size()) {
        return false;
    }
    setCurrentClass(classIndex);
    return true;
}

void PalettePanel::startSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void PalettePanel::filter(const QString& text) {
    model_->setFilter(text);
    list_->showClass(model_->chosen());
}

bool PalettePanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == search_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape && !search_->text().isEmpty()) {
            search_->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            list_->setFocus(Qt::TabFocusReason);
            if (!list_->currentIndex().isValid() && model_->firstClass() >= 0) {
                setCurrentClass(model_->firstClass());
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PalettePanel::showClassMenu(int classIndex, const QPoint& globalPosition) {
    QMenu menu;
    const QString name = model_->palette().classes()[classIndex].name;
    QAction* replace = menu.addAction(icon(Icon::Replace), tr("Replace %1…").arg(name));
    if (menu.exec(globalPosition) == replace) {
        Q_EMIT replaceRequested(classIndex);
    }
}

void PalettePanel::showPalettes() {
    QMenu menu;
    for (const Palette& palette : library_.palettes()) {
        QAction* action = menu.addAction(tr("%1 (%2)").arg(palette.title()).arg(palette.size()));
        action->setData(palette.id());
        action->setCheckable(true);
        action->setChecked(palette.id() == model_->palette().id());
    }
    const QPoint below = paletteButton_->mapToGlobal(paletteButton_->rect().bottomLeft());
    if (const QAction* chosen = menu.exec(below)) {
        switchPalette(chosen->data().toString());
    }
}

void PalettePanel::switchPalette(const QString& paletteId) {
    const Palette palette = library_.find(paletteId);
    if (!painting_ || palette.isEmpty() || palette == painting_->palette()) {
        return;
    }
    const PaletteSwitch switched =
        ui::switchPalette(painting_->labels(), painting_->palette(), palette);
    if (!switched.lost.isEmpty() && !mayLose(switched.lost, switched.lostShare, palette.title())) {
        return;
    }
    painting_->setPalette(palette, switched.labels, tr("Palette: %1").arg(palette.title()));
}

bool PalettePanel::mayLose(const QStringList& classes, double share, const QString& paletteTitle) {
    constexpr qsizetype kNamed = 6;
    QString names = classes.mid(0, kNamed).join(QStringLiteral(", "));
    if (classes.size() > kNamed) {
        names = tr("%1 and %n more", nullptr, static_cast<int>(classes.size() - kNamed)).arg(names);
    }
    QMessageBox question(this);
    question.setIcon(QMessageBox::Warning);
    question.setWindowTitle(tr("Change the palette"));
    question.setText(tr("%1 has no class for %2.").arg(paletteTitle, names));
    question.setInformativeText(tr("%1 % of the picture would lose its class. Undo brings it back.")
                                    .arg(QLocale().toString(100 * share, 'f', 1)));
    QPushButton* change = question.addButton(tr("Change palette"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    return question.clickedButton() == change;
}

}  // namespace tessera::ui
