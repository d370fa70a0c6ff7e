// One line over the canvas: what went wrong or was done, and what to do about it.
#pragma once

#include <QList>
#include <QTimer>
#include <QWidget>
#include <functional>

class QHBoxLayout;
class QLabel;

namespace tessera::ui {

enum class NoticeKind { Info, Warning, Problem };

/// A button in the line; the line goes away when it was used.
struct NoticeChoice {
    QString text;
    std::function<void()> act;
};

/// A notice has a topic ("render", "file", …): a newer one of the same topic takes its place, and
/// withdraw() takes it away when the reason is gone. The newest topic shows. An information without
/// choices goes by itself.
class NoticeBar : public QWidget {
    Q_OBJECT

public:
    /// Lies at the lower edge of `host`.
    explicit NoticeBar(QWidget* host);

    void show(NoticeKind kind,
              const QString& topic,
              const QString& text,
              const QList<NoticeChoice>& choices = {});
    void withdraw(const QString& topic);

    /// What is shown; empty when nothing is.
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Notice {
        NoticeKind kind;
        QString topic;
        QString text;
        QList<NoticeChoice> choices;
    };

    void showNewest();
    void addButtons(const Notice& notice);
    void place();

    QList<Notice> notices_;  // newest last
    QLabel* icon_;
    QLabel* text_;
    QHBoxLayout* buttons_;
    QTimer fade_;
};

}  // namespace tessera::ui
