// The style codes of regions: a strip of colours each, and how alike any two are.
#pragma once

#include <QStringList>
#include <QWidget>

#include "core/jobs/inspection/findings.h"

namespace tessera::ui {

/// A row a region: its class, the photo that its code is from, the code, and its cosine with the
/// code of each region in the same order. The menu copies and saves the whole.
class CodeRows : public QWidget {
    Q_OBJECT

public:
    explicit CodeRows(QWidget* parent = nullptr);

    /// `photos`: one for each of found.classes; empty where no photo is known.
    void setCodes(const CodeFindings& found, const QStringList& photos);
    void setNothing() { setCodes({}, {}); }
    const CodeFindings& codes() const { return found_; }
    const QStringList& photos() const { return photos_; }

    QSize sizeHint() const override;

Q_SIGNALS:
    void pointed(const QString& text);  ///< "sky and tree: 0.31"; empty: nothing

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    int count() const { return static_cast<int>(found_.classes.size()); }
    int cellSide() const;
    QRect stripRect(int row) const;
    QRect cellRect(int row, int column) const;
    QString textAt(QPoint place) const;
    QString photoOf(int row) const;
    void paintRow(QPainter& painter, int row) const;
    void paintCosines(QPainter& painter, int row) const;

    CodeFindings found_;
    QStringList photos_;
    QImage strips_;  // a row of pixels a region
};

}  // namespace tessera::ui
