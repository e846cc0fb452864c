/* Draftail: marks words of another language. The dialog is the browser's own: it holds the focus,
   closes on Escape and names itself. Words and languages come with the field's options. */
(() => {
  const { React, DraftJS, draftail } = window;
  const h = React.createElement;

  const element = (tag, attributes = {}, children = []) => {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  };

  const nameOf = (entityType, code) =>
    (entityType.languages.find(([known]) => known === code) || [code, code])[1];

  /** What the mark is to cover: an existing mark as a whole, or what is selected. */
  const markedRange = (editorState, entityKey) =>
    entityKey
      ? draftail.DraftUtils.getEntitySelection(editorState, entityKey)
      : editorState.getSelection();

  class LanguageSource extends React.Component {
    componentDidMount() {
      const { editorState, entity, entityKey } = this.props;
      this.range = markedRange(editorState, entityKey);
      this.dialog = this.buildDialog(entity ? entity.getData().lang : null);
      this.dialog.addEventListener('close', () => this.onClosed());
      document.body.append(this.dialog);
      this.dialog.showModal();
    }

    componentWillUnmount() {
      this.dialog.remove();
    }

    buildDialog(current) {
      const { labels, languages } = this.props.entityType;
      const id = 'language-of-part';
      const cancel = element('button', { type: 'button', class: 'button button-secondary' }, [
        labels.cancel,
      ]);
      cancel.addEventListener('click', () => this.dialog.close());
      const children = [element('h2', { id: `${id}-heading`, class: 'w-h3' }, [labels.heading])];
      if (this.range.isCollapsed()) {
        children.push(element('p', {}, [labels.nothing]), cancel);
      } else {
        this.select = element(
          'select',
          { id: `${id}-select`, name: 'lang' },
          languages.map(([code, name]) => element('option', { value: code }, [name])),
        );
        if (current) {
          if (!languages.some(([code]) => code === current)) {
            this.select.append(element('option', { value: current }, [current]));
          }
          this.select.value = current;
        }
        children.push(
          element('p', {}, [labels.intro]),
          element('label', { for: `${id}-select`, class: 'w-field__label' }, [labels.language]),
          this.select,
          element('div', { class: 'language-of-part__actions' }, [
            element('button', { type: 'submit', value: 'apply', class: 'button' }, [labels.apply]),
            cancel,
          ]),
        );
      }
      // A form with this method closes the dialog and leaves its button's value behind.
      const form = element('form', { method: 'dialog' }, children);
      // Otherwise the page's own form would take the submission for its own.
      form.addEventListener('submit', (event) => event.stopPropagation());
      return element(
        'dialog',
        { class: 'language-of-part', 'aria-labelledby': `${id}-heading` },
        [form],
      );
    }

    onClosed() {
      const { editorState, entityType, onClose, onComplete } = this.props;
      if (this.dialog.returnValue !== 'apply') {
        onClose();
        return;
      }
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, 'MUTABLE', { lang: this.select.value });
      const withEntity = DraftJS.EditorState.push(editorState, content, 'apply-entity');
      onComplete(
        DraftJS.RichUtils.toggleLink(
          withEntity,
          this.range,
          content.getLastCreatedEntityKey(),
        ),
      );
    }

    render() {
      return null;
    }
  }

  const Language = ({ entityKey, contentState, children, onEdit, onRemove, entityType }) => {
    const { lang } = contentState.getEntity(entityKey).getData();
    return h(
      'span',
      { lang, className: 'language-of-part-mark', 'data-language': lang },
      h(
        draftail.TooltipEntity,
        {
          entityKey,
          onEdit,
          onRemove,
          icon: h('svg', { className: 'icon icon-globe', 'aria-hidden': true }, h('use', { href: '#icon-globe' })),
          label: entityType ? nameOf(entityType, lang) : lang,
        },
        children,
      ),
    );
  };

  draftail.registerPlugin(
    { type: 'LANG', source: LanguageSource, decorator: Language },
    'entityTypes',
  );
})();
