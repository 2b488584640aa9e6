import { createApp } from './app';
import { extensions } from './extensions';
import { readImageVersions } from './image-versions';
import { service, template } from './service';

createApp({ service, template, imageVersions: readImageVersions(service), extensions });
