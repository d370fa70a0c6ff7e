// Lays out the heading and its buttons.
#include "ui/theme/section_header.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace tessera::ui {

SectionHeader::SectionHeader(const QString& title, QWidget* parent) : QWidget(parent) {
    title_ = new QLabel(title);
    setRole(title_, Role::Heading);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, Metrics::unit, 1);
    row->setSpacing(Metrics::half);
    row->addWidget(title_);
    row->addStretch();
    setFixedHeight(4 * Metrics::unit);
}

void SectionHeader::setTitle(const QString& title) {
    title_->setText(title);
}

QToolButton* SectionHeader::add(const QString& name) {
    auto* button = new QToolButton;
    setRole(button, Role::Heading);
    describe(button, name);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

QToolButton* SectionHeader::addButton(const QString& text, const QString& name) {
    QToolButton* button = add(name);
    button->setText(text);
    return button;
}

QToolButton* SectionHeader::addButton(Icon which, const QString& name) {
    QToolButton* button = add(name);
    button->setIcon(icon(which));
    button->setIconSize({14, 14});
    return button;
}

void SectionHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().panel);
    painter.fillRect(0, height() - 1, width(), 1, colours().line);
    if (lineAbove_) {
        painter.fillRect(0, 0, width(), 1, colours().line);
    }
}

}  // namespace tessera::ui
